import type { Operation, Principal, Sandbox } from '../operation.ts'
import type { ModelOperation, WireRequest, WireResponse } from '../protocol/protocol.ts'
import type { Caller } from '../services/iam/caller.ts'
import type { AccountState } from './account-state.ts'
import type { LoadedService, Services } from './services.ts'
import type { Signature } from './signature.ts'

/** What the chain's steps share beyond one request. */
export interface Gateway {
  sandbox: Sandbox
  services: Services
  state: AccountState
}

/** One request on its way through the chain. Each field is there from the step on that is named beside it. */
export class Exchange {
  /** From the start. */
  readonly request: WireRequest
  readonly requestId: string
  /** service */
  service!: LoadedService
  /** service: undefined for an unsigned request. */
  signature: Signature | undefined
  /** account */
  accountId!: string
  region!: string
  principal!: Principal
  /** account: whose key and policies these are; undefined for anyone, where signatures are off. */
  caller: Caller | undefined
  /** parse */
  operation!: ModelOperation
  implementation!: Operation<object, object>
  input!: Record<string, unknown>
  /** dispatch */
  output!: object
  /** serialize */
  response!: WireResponse

  constructor(request: WireRequest, requestId: string) {
    this.request = request
    this.requestId = requestId
  }
}

/** One step of the chain; it throws AwsError, or an exception of the SDK, to end it. */
export type Step = (exchange: Exchange, gateway: Gateway) => void | Promise<void>
