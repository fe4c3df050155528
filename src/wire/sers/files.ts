// SersFile: what a payload of Sers is made of. `int32 length | bytes`, one after the other up to the end.

const kLengthBytes = 4

/**
 * Where the files of a payload lie.
 *
 * @returns start, end, start, end, …; null when the lengths do not add up.
 */
export function fileRanges(payload: Buffer): number[] | null {
  const ranges: number[] = []
  let at = 0
  while (at < payload.length) {
    if (payload.length - at < kLengthBytes) return null
    const length = payload.readInt32LE(at)
    const start = at + kLengthBytes
    if (length < 0 || length > payload.length - start) return null
    ranges.push(start, start + length)
    at = start + length
  }
  return ranges
}

/** The files of a payload as views; null when the lengths do not add up. */
export function readFiles(payload: Buffer): Buffer[] | null {
  const ranges = fileRanges(payload)
  if (ranges === null) return null
  const files: Buffer[] = []
  for (let at = 0; at < ranges.length; at += 2) {
    files.push(payload.subarray(ranges[at], ranges[at + 1]))
  }
  return files
}

/** A payload of these files. */
export function writeFiles(files: readonly Uint8Array[]): Buffer {
  const bytes = files.reduce((sum, file) => sum + kLengthBytes + file.length, 0)
  const payload = Buffer.allocUnsafe(bytes)
  let at = 0
  for (const file of files) {
    payload.writeInt32LE(file.length, at)
    payload.set(file, at + kLengthBytes)
    at += kLengthBytes + file.length
  }
  return payload
}

/** The same payload with another first file. @param firstEnd where the first file of `payload` ends. */
export function withFirstFile(payload: Buffer, firstEnd: number, first: Uint8Array): Buffer {
  const rest = payload.length - firstEnd
  const changed = Buffer.allocUnsafe(kLengthBytes + first.length + rest)
  changed.writeInt32LE(first.length, 0)
  changed.set(first, kLengthBytes)
  payload.copy(changed, kLengthBytes + first.length, firstEnd)
  return changed
}
