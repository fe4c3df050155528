// Stations in a process of their own; each answers with what it was sent.

import { createStation, type Station } from '../../src/index.js'
import { answer, numberOf, textOf } from '../answer.js'

const stations: Station[] = []

answer(
  {
    // Joins stations one after the other. All offer `/echo`; or, of S stations, station s offers `/echo/f+s`, `/echo/f+s+S` …,
    // so that calls in turn go from station to station, as those of one shared route do.
    join: async (parameters) => {
      const address = textOf(parameters, 'address')
      const stationCount = numberOf(parameters, 'stationCount')
      const routesPerStation = numberOf(parameters, 'routesPerStation')
      const firstRoute = numberOf(parameters, 'firstRoute')
      for (let index = 0; index < stationCount; index++) {
        const station = createStation({ name: 'echo' })
        for (let route = 0; route < routesPerStation; route++) {
          station.route(
            `POST /echo/${firstRoute + index + route * stationCount}`,
            async (call) => call.body,
          )
        }
        if (routesPerStation === 0) station.route('POST /echo', async (call) => call.body)
        await station.join(address)
        stations.push(station)
      }
    },
  },
  async () => {
    await Promise.all(stations.map((station) => station.leave()))
  },
)
