import { useCallback, useState } from 'react'
import { failureOf } from '../runner-api.ts'
import { useLab, usePolling, useSession } from '../use-lab.ts'
import type { MapReading } from './MapPane.tsx'

/** Reads the map, where the lab makes anything in the account, every 2 s while it is seen, and every 6 s for the strip below the other tabs. */
export function useMap(tab: string, inAccount: boolean): MapReading {
  const { api } = useSession()
  const { connection, lab } = useLab()
  const [reading, setReading] = useState<MapReading>({ map: null, readAt: 0, problem: null })
  const read = useCallback(
    async (signal: AbortSignal) => {
      try {
        const map = await api.map(signal)
        if (!signal.aborted) setReading({ map, readAt: Date.now(), problem: null })
      } catch (error) {
        if (!signal.aborted) setReading(known => ({ ...known, problem: failureOf(error) }))
      }
    },
    [api],
  )
  usePolling(read, {
    active: inAccount && connection === 'connected' && lab?.account.confirmed === true,
    everyMs: tab === 'map' ? 2000 : 6000,
  })
  return reading
}
