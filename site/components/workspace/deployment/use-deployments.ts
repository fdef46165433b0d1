import { useCallback, useState } from 'react'
import type { ApiError, DeploymentsDto } from '../../../../lab-runner/contract.ts'
import { failureOf } from '../runner-api.ts'
import { useLab, usePolling, useSession } from '../use-lab.ts'

export interface DeploymentsReading {
  dto: DeploymentsDto | null
  problem: ApiError | null
  /** Reads at once, without waiting for the next turn. */
  refresh: () => void
}

/** Reads the deployments every 2 s while they are seen. */
export function useDeployments(seen: boolean): DeploymentsReading {
  const { api } = useSession()
  const { connection, lab } = useLab()
  const [dto, setDto] = useState<DeploymentsDto | null>(null)
  const [problem, setProblem] = useState<ApiError | null>(null)
  const read = useCallback(
    async (signal: AbortSignal) => {
      try {
        const fresh = await api.deployments(signal)
        if (signal.aborted) return
        setDto(fresh)
        setProblem(fresh.problem)
      } catch (error) {
        if (!signal.aborted) setProblem(failureOf(error))
      }
    },
    [api],
  )
  usePolling(read, {
    active: seen && connection === 'connected' && lab?.account.confirmed === true,
    everyMs: 2000,
  })
  const refresh = useCallback(() => void read(new AbortController().signal), [read])
  return { dto, problem, refresh }
}
