import type {
  AccountDto,
  AccountRequest,
  ApiError,
  ChaosDto,
  ChaosRequest,
  DeploymentRequest,
  DeploymentsDto,
  LoadDto,
  LoadRequest,
  LogsDto,
  MapDto,
  Me,
  MetricsDto,
  ResetPlan,
  RunDto,
  StepState,
  TerminalDto,
} from '../../../lab-runner/contract.ts'

/** A request that lab-runner refused, or that did not reach it (`status` 0). */
export class RunnerFailure extends Error {
  readonly status: number
  readonly answer: ApiError

  constructor(status: number, answer: ApiError) {
    super(answer.message)
    this.name = 'RunnerFailure'
    this.status = status
    this.answer = answer
  }
}

const unreachable: ApiError = {
  code: 'unreachable',
  message: 'The lab-runner did not answer.',
  next: 'See whether `npm start` still runs in its terminal. This page tries again by itself.',
}

const isApiError = (value: unknown): value is ApiError =>
  typeof value === 'object' && value !== null && 'code' in value && 'message' in value && 'next' in value

/** What a caught failure says, in the form that the page shows. */
export function failureOf(error: unknown): ApiError {
  if (error instanceof RunnerFailure) return error.answer
  return {
    code: 'page-failed',
    message: `This page failed: ${error instanceof Error ? error.message : String(error)}`,
    next: 'Reload it. Your work is kept on the server.',
  }
}

async function request<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new RunnerFailure(0, unreachable)
  }
  if (response.status === 204) return undefined as T
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok && answer !== null) return answer as T
  throw new RunnerFailure(
    response.status,
    isApiError(answer)
      ? answer
      : {
          code: 'unexpected-answer',
          message: `${method} ${path} was answered ${response.status}, without the reason that lab-runner gives.`,
          next: 'Reload the page; if it stays, look at what `npm start` printed.',
        },
  )
}

/** lab-runner's HTTP interface for one lab; see lab-runner/contract.ts. Every call may throw a RunnerFailure. */
export function createRunnerApi(labId: string) {
  const lab = `/api/labs/${encodeURIComponent(labId)}`
  const step = (stepId: string) => `${lab}/steps/${encodeURIComponent(stepId)}`
  return {
    me: () => request<Me>('GET', '/api/me'),
    run: (stepId: string, terminalId: string | null) =>
      request<RunDto>('POST', `${step(stepId)}/run`, terminalId === null ? {} : { terminalId }),
    check: (stepId: string) => request<RunDto>('POST', `${step(stepId)}/check`, {}),
    solve: (stepId: string) => request<RunDto>('POST', `${step(stepId)}/solve`, {}),
    startFrom: (stepId: string) => request<RunDto>('POST', `${step(stepId)}/start-from`, {}),
    hint: (stepId: string, index: number) => request<StepState>('POST', `${step(stepId)}/hint`, { index }),
    resetPlan: () => request<ResetPlan>('GET', `${lab}/reset`),
    reset: () => request<RunDto>('POST', `${lab}/reset`, {}),
    map: (signal: AbortSignal) => request<MapDto>('GET', `${lab}/map`, undefined, signal),
    logs: (query: { after: string; filter: string; group: string }, signal: AbortSignal) =>
      request<LogsDto>('GET', `${lab}/logs?${presentOnly(query)}`, undefined, signal),
    metrics: (signal: AbortSignal) => request<MetricsDto>('GET', `${lab}/metrics`, undefined, signal),
    load: (signal: AbortSignal) => request<LoadDto | undefined>('GET', `${lab}/load`, undefined, signal),
    startLoad: (load: LoadRequest) => request<LoadDto>('POST', `${lab}/load`, load),
    stopLoad: () => request<LoadDto | undefined>('POST', `${lab}/load/stop`, {}),
    deployments: (signal: AbortSignal) =>
      request<DeploymentsDto>('GET', `${lab}/deployments`, undefined, signal),
    actOnDeployment: (wanted: DeploymentRequest) =>
      request<{ message: string }>('POST', `${lab}/deployments`, wanted),
    chaos: (signal: AbortSignal) => request<ChaosDto>('GET', `${lab}/chaos`, undefined, signal),
    makeChaos: (chaos: ChaosRequest) => request<{ message: string }>('POST', `${lab}/chaos`, chaos),
    openTerminal: () => request<TerminalDto>('POST', `${lab}/terminals`, {}),
    closeTerminal: (id: string) => request<void>('DELETE', `${lab}/terminals/${encodeURIComponent(id)}`, {}),
    account: () => request<AccountDto>('GET', '/api/account'),
    chooseAccount: (account: AccountRequest) => request<AccountDto>('PUT', '/api/account', account),
    confirmAccount: (accountId: string) => request<AccountDto>('POST', '/api/account/confirm', { accountId }),
    setTimeScale: (scale: number) => request<AccountDto>('PUT', '/api/account/time-scale', { scale }),
  }
}

export type RunnerApi = ReturnType<typeof createRunnerApi>

const presentOnly = (query: Record<string, string>): string =>
  new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString()
