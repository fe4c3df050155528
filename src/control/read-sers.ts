// The settings of Sers, read when somebody wants them: their readers take as long to load as all others together.

import type { SersSettings } from '../sers/settings.js'

/**
 * @param file path of an appsettings.json; null: what `--sers` alone means.
 * @param dataDir of the center, or null.
 * Rejects with ERR_BAD_ARGUMENT, ERR_UNSAFE_ADDRESS.
 */
export async function readSers(file: string | null, dataDir: string | null): Promise<SersSettings> {
  const { localSersSettings, readSersSettings } = await import('../sers/settings.js')
  return file === null ? localSersSettings(dataDir) : readSersSettings(file, dataDir)
}
