// A center that speaks Sers, in a process of its own.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Center, startCenter } from '../../src/index.js'
import { answer, textOf } from '../answer.js'

let center: Center | null = null

answer(
  {
    start: async (parameters) => {
      const folder = textOf(parameters, 'folder')
      const settings = join(folder, 'appsettings.json')
      const server = { className: 'Sers.CL.Socket.Iocp', host: '127.0.0.1', port: 0 }
      const bounds = { uncertifiedMax: 20_000, uncertifiedPerAddressMax: 20_000 }
      writeFileSync(
        settings,
        JSON.stringify({ Sers: { CL: { Server: [server] }, Signalbox: bounds } }),
      )
      center = await startCenter({ pipe: join(folder, 'center.sock'), sers: { settings } })
      const [address] = center.sersAddresses
      return { port: Number(address?.split(':').at(-1)) }
    },
  },
  async () => {
    await center?.close()
  },
)
