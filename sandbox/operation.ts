import type { Logger } from 'pino'
import type { AddressBook } from './runtime/address-book.ts'
import type { Catalogue } from './runtime/catalogue.ts'
import type { Clock } from './clock.ts'
import type { Scope, Store } from './store/store.ts'

/** Who signed a request. `arn` is what AccessDenied names and what GetCallerIdentity answers. */
export interface Principal {
  accountId: string
  arn: string
  /** `AIDA…` for a user, `AROA…:session` for a role session, the account id for the root user. */
  userId: string
  accessKeyId: string
}

/** What the whole process shares: made once in `server.ts`, or per test. */
export interface Sandbox {
  store: Store
  clock: Clock
  log: Logger
  /** Where each private address of a task really listens on this machine. */
  addresses: AddressBook
  config: SandboxConfig
}

/** Settings that stay the same for the life of the process. */
export interface SandboxConfig {
  /** Base URL of the gateway, such as `http://127.0.0.1:4566`. */
  endpoint: string
  /** Folder for everything that is not in the store: logs' bytes, registry blobs, task folders. */
  dataDir: string
  /** `off` accepts any key as the default account. */
  auth: 'on' | 'off'
  defaultAccountId: string
  /** Images that run as plain processes where there is no container engine. */
  catalogue?: Catalogue
  /** How tasks run; `auto` takes Docker Engine where one answers, and is what was taken once all has started. */
  runtime: 'auto' | 'docker' | 'process'
  /** `off`: no build gets the container engine of this machine, whose socket is as good as root. @default 'on' */
  privilegedBuilds?: 'on' | 'off'
  /** Base URL of the gateway as containers reach it, when that is another: links that tasks sign begin with it. */
  endpointInTasks?: string
}

/** What an operation may use, bound to the caller's account and region. */
export interface OperationContext {
  accountId: string
  region: string
  requestId: string
  principal: Principal
  /** The state of this account in this region. */
  scope: Scope
  sandbox: Sandbox
}

/**
 * One AWS operation: the SDK's request type in, the SDK's response type out as a plain object. It validates first, throws the
 * SDK's modelled exception (or `AwsError` where the service models none) before it has changed anything, and changes state
 * without awaiting in between, so that what the store writes is always whole.
 */
export type Operation<Input, Output> = (
  input: Input,
  context: OperationContext,
) => Omit<Output, '$metadata'> | Promise<Omit<Output, '$metadata'>>

/** What an error says beside its message, where its protocol has a place for it: S3's. */
export interface ErrorDetail {
  /** Elements of the error document, such as `BucketName`. */
  members?: Readonly<Record<string, string>>
  headers?: Readonly<Record<string, string>>
}

/** An AWS error that the service's model has no class for: EC2's all, and the common ones such as ValidationError. */
export class AwsError extends Error {
  readonly code: string
  /** HTTP status. */
  readonly status: number
  readonly detail: ErrorDetail

  constructor(code: string, message: string, status = 400, detail: ErrorDetail = {}) {
    super(message)
    this.name = code
    this.code = code
    this.status = status
    this.detail = detail
  }
}
