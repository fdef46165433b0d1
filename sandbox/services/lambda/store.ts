import type { Collection, Scope } from '../../store/store.ts'

export interface FunctionDocument {
  functionName: string
  functionArn: string
  runtime: string
  role: string
  handler: string
  description: string
  /** Seconds. */
  timeout: number
  /** MB. */
  memorySize: number
  environment: Record<string, string>
  /** Base64, as AWS shows it; with it the code is found. */
  codeSha256: string
  /** Bytes of the zip. */
  codeSize: number
  revisionId: string
  /** Milliseconds since the epoch. */
  lastModified: number
  /** The account's own time from which on it can be invoked. */
  activeAt: number
  logGroup: string
  architectures: string[]
  ephemeralStorageMb: number
  tags: Record<string, string>
  /** Statements of the resource policy, by their Sid. */
  permissions: Permissions
  /** Number of a published version; undefined for `$LATEST`. */
  version?: string
  /** Of `$LATEST`: number of the last version that was published, and which revision it came from. */
  published?: { version: number; revisionId: string }
}

export type Permissions = Record<string, object>

/** A name for a version, or for two of them. */
export interface AliasDocument {
  functionName: string
  name: string
  aliasArn: string
  /** A number, or `$LATEST`. */
  functionVersion: string
  /** Share of the invocations, from 0 to 1, that another version gets. */
  weights: Record<string, number>
  description: string
  revisionId: string
  permissions: Permissions
}

/** The zip of a function, kept once for all functions of the account that have the same. */
export interface CodeDocument {
  sha256: string
  zip: string
}

/** An asynchronous invocation that has not succeeded yet. */
export interface QueuedEvent {
  id: string
  /** A name, or `name:qualifier`. */
  functionName: string
  payload: string
  attempts: number
  /** The account's own time. */
  dueAt: number
}

/** The state of Lambda in one account and region. */
export function lambda(scope: Scope): {
  functions: Collection<FunctionDocument>
  /** By `function:number`: a function as it was when the version was published. */
  versions: Collection<FunctionDocument>
  /** By `function:alias`. */
  aliases: Collection<AliasDocument>
  code: Collection<CodeDocument>
  events: Collection<QueuedEvent>
} {
  return {
    functions: scope.collection('lambda:function'),
    versions: scope.collection('lambda:version'),
    aliases: scope.collection('lambda:alias'),
    code: scope.collection('lambda:code'),
    events: scope.collection('lambda:event'),
  }
}
