// Text as stations of Sers write it: UTF-8, and from JavaScript stations CESU-8, where a character beyond the basic plane is two
// surrogates of three bytes each.

const kReplacement = '\ufffd'
const kSurrogateLead = 0xed
const kSurrogateBytes = 3

/** The text of these bytes; what is neither UTF-8 nor a pair of surrogates becomes U+FFFD. */
export function readText(bytes: Buffer): string {
  const text = bytes.toString()
  return text.includes(kReplacement) ? withPairs(bytes) : text
}

function withPairs(bytes: Buffer): string {
  const parts: string[] = []
  let kept = 0
  for (let at = bytes.indexOf(kSurrogateLead); at >= 0; ) {
    const high = surrogateAt(bytes, at, 0xa0)
    const low = surrogateAt(bytes, at + kSurrogateBytes, 0xb0)
    if (high !== null && low !== null) {
      parts.push(bytes.toString('utf8', kept, at), String.fromCharCode(high, low))
      kept = at + 2 * kSurrogateBytes
    }
    at = bytes.indexOf(kSurrogateLead, Math.max(kept, at + 1))
  }
  parts.push(bytes.toString('utf8', kept))
  return parts.join('')
}

/** @param second least second byte: 0xa0 of the first of a pair, 0xb0 of the other. */
function surrogateAt(bytes: Buffer, at: number, second: number): number | null {
  if (at + kSurrogateBytes > bytes.length || bytes[at] !== kSurrogateLead) return null
  const middle = bytes[at + 1]
  const last = bytes[at + 2]
  if (middle < second || middle > second + 0x0f || (last & 0xc0) !== 0x80) return null
  return 0xd000 | ((middle & 0x3f) << 6) | (last & 0x3f)
}
