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
  permissions: Record<string, object>
}

/** The zip of a function, kept once for all functions of the account that have the same. */
export interface CodeDocument {
  sha256: string
  zip: string
}

/** An asynchronous invocation that has not succeeded yet. */
export interface QueuedEvent {
  id: string
  functionName: string
  payload: string
  attempts: number
  /** The account's own time. */
  dueAt: number
}

/** The state of Lambda in one account and region. */
export function lambda(scope: Scope): {
  functions: Collection<FunctionDocument>
  code: Collection<CodeDocument>
  events: Collection<QueuedEvent>
} {
  return {
    functions: scope.collection('lambda:function'),
    code: scope.collection('lambda:code'),
    events: scope.collection('lambda:event'),
  }
}
