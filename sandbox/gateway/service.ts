import type { Principal, Sandbox } from '../operation.ts'
import type { Store } from '../store/store.ts'
import type { StoredDocument } from '../store/stored-document.ts'

/** What `sandbox/services/<folder>/service.ts` exports as `service`. Protocol, version and names come from the SDK's schema. */
export interface Service {
  /** Name of the folder. */
  id: string
  /** The service in a signature's credential scope, such as `elasticloadbalancing`. */
  signingName: string
  /** Prefix of IAM actions where it is not the signing name, such as `tag`. */
  iamPrefix?: string
  /** The SDK client's module, loaded at the service's first request. */
  client: () => Promise<object>
  /** ARN of what a request acts on, or of all it does; where it is not cheaply known policies are evaluated against `*`. */
  resourceArn?: (
    operation: string,
    input: Readonly<Record<string, unknown>>,
    place: { accountId: string; region: string; store: Store },
  ) => string | string[] | undefined
  /** The policy of the resource itself, evaluated beside the caller's. */
  resourcePolicy?: (
    operation: string,
    input: Readonly<Record<string, unknown>>,
    place: { accountId: string; region: string; store: Store },
  ) => string | undefined
  /**
   * Decides in the gateway's place, for S3, whose buckets may be another account's and open to anybody. Throws AccessDenied;
   * answers where the bucket is, of whose scope the operation then works.
   */
  authorize?: (question: {
    operation: string
    input: Readonly<Record<string, unknown>>
    principal: Principal
    signedRegion: string | undefined
    sandbox: Sandbox
  }) => { accountId: string; region: string }
  /** Roles that a request gives to a service, for which the caller needs iam:PassRole. */
  passedRoles?: (
    operation: string,
    input: Readonly<Record<string, unknown>>,
    place: { accountId: string; region: string; store: Store },
  ) => { arn: string; service: string }[]
  /** The service principal whose service-linked role the first of these operations makes, as on AWS. */
  serviceLinkedRole?: { principal: string; operations: readonly string[] }
}

/** What `startControllers` in `sandbox/services/<folder>/controllers.ts` answers. */
export interface Controllers {
  /** Leaves the state of tasks as it is, so that the next start adopts or replaces them. */
  stop(): Promise<void>
  /** Ends processes, containers and listeners of the account, before its documents are removed. */
  resetAccount?(accountId: string): Promise<void>
  /** What belongs in a snapshot beside the account's documents, such as bytes in files; `restoreAccount` finds it among them. */
  saveAccount?(accountId: string): StoredDocument[]
  /** Takes up an account's documents after they have been replaced: by nothing, or by those of a snapshot. */
  restoreAccount?(accountId: string): Promise<void>
}

export type StartControllers = (sandbox: Sandbox) => Promise<Controllers>

/**
 * What `sandbox/services/<folder>/without-effect.ts` exports as `withoutEffect`: by operation, the parameters that are accepted
 * and change nothing, each with what that means. docs/operations.md lists them.
 */
export type WithoutEffect = Readonly<Record<string, Readonly<Record<string, string>>>>
