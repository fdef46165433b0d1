import type {
  Capability,
  OnFailure,
  PropertyDifference,
  ResourceChange,
  ResourceSignalStatus,
  RollbackConfiguration,
  StackStatus,
  Tag,
  Output,
  ResourceStatus,
} from '@aws-sdk/client-cloudformation'
import type { Principal } from '../../operation.ts'
import type { Collection, Scope } from '../../store/store.ts'
import type { StackParameter } from './template/parameters.ts'

/** What a stack is made from, and what a rollback goes back to. */
export interface StackTarget {
  templateText: string
  parameters: StackParameter[]
  tags: Tag[]
  capabilities: Capability[]
  notificationArns: string[]
  description?: string | undefined
  /** Alarms that roll an operation back, and how long they are watched after it. */
  rollbackConfiguration?: RollbackConfiguration | undefined
}

/** What is being done to a stack now. */
export interface RunDocument {
  id: string
  kind: 'create' | 'update' | 'delete' | 'rollback'
  phase: Phase
  /** ClientRequestToken of the request. */
  token?: string | undefined
  onFailure: OnFailure
  /** What an update goes back to. */
  previous?: (StackTarget & { outputs: StackOutput[] }) | undefined
  /** Resources that a deletion leaves, or that a continued rollback does not touch. */
  skip: string[]
  /** Resources that failed in this phase. */
  failed: string[]
  cancelled?: boolean
  /** Earlier runs that failed and were left as they were: this one goes back past them. */
  runIds?: string[]
  /** Why the run ends before all is made: its time is over, or an alarm rolls it back. */
  halted?: string
  /** When the run gives up, in milliseconds of the account's own time. */
  until?: number
  /** All is made; alarms are watched until then, in milliseconds of the account's own time. */
  watchedUntil?: number
  /** What is made and taken back is removed, whatever its DeletionPolicy. */
  removesCreated?: boolean
  /** The policy that guards the stack's resources in this update. */
  policy?: string | undefined
  /** Named resources that are there already, and are kept on deletion, become the stack's. */
  importExisting?: boolean
}

/** A stack that has failed and was left as it is. */
export interface Unfinished {
  /** What it was when it was last whole; undefined when it never was. */
  previous?: RunDocument['previous'] | undefined
  /** Runs since then. */
  runIds: string[]
}

/** Each ends in another or in none: `engine/phases.ts`. */
export type Phase = 'forward' | 'backward' | 'cleanup' | 'remove'

export interface StackOutput extends Output {
  OutputKey: string
  OutputValue: string
}

/** Who the stack's operations are done as: whoever asked, or the stack's role. */
export interface Actor {
  principal: Principal
  roleArn?: string | undefined
}

export interface StackDocument extends StackTarget {
  stackId: string
  stackName: string
  status: StackStatus
  statusReason?: string | undefined
  createdAt: number
  updatedAt?: number
  deletedAt?: number
  actor: Actor
  outputs: StackOutput[]
  disableRollback: boolean
  terminationProtection: boolean
  timeoutInMinutes?: number | undefined
  changeSetId?: string | undefined
  stackPolicy?: string
  parentId?: string
  rootId?: string
  run?: RunDocument
  /** What is left of failed operations that were not rolled back. */
  unfinished?: Unfinished | undefined
  /** ClientRequestTokens of the requests that made it and changed it last: a request that comes twice is one. */
  tokens?: { create?: string | undefined; update?: string | undefined }
  /** Names of exports that its template imports. */
  imports: string[]
  lastDrift?: { status: string; at: number }
}

/** A resource as its type's file is given it. */
export interface MadeResource {
  logicalId: string
  type: string
  physicalId: string
  /** With functions applied; dynamic references stand as they were written. */
  properties: Record<string, unknown>
  attributes: Record<string, unknown>
  /** The properties as they are shown, where a parameter with NoEcho is in them. */
  shown?: Record<string, unknown> | undefined
}

export interface ResourceDocument extends Omit<MadeResource, 'physicalId'> {
  physicalId?: string | undefined
  status: ResourceStatus
  statusReason?: string | undefined
  updatedAt: number
  dependsOn: string[]
  deletionPolicy: string
  updateReplacePolicy: string
  metadata?: Record<string, unknown> | undefined
  /** The run that touched it last, and how far it came. */
  touched?: Touch | undefined
  drift?: FoundDrift
}

/** What has been found of one resource. */
export interface FoundDrift {
  logicalId: string
  status: 'IN_SYNC' | 'MODIFIED' | 'DELETED' | 'NOT_CHECKED'
  expected: string
  actual: string
  differences: PropertyDifference[]
  at: number
}

/** What a run does to a resource. */
export interface Touch {
  runId: string
  action: 'create' | 'update' | 'replace'
  stage: 'begun' | 'called' | 'done' | 'failed'
  /** Of the request to its type's handler: names and tokens are made from it, so that a second try finds the first one's work. */
  token: string
  /** When it began, in milliseconds of the account's own time. */
  begunAt: number
  /** The properties of an update that may have been done in part. */
  attempted?: Record<string, unknown>
  /** What it was before; a created one was nothing. */
  before?: Pick<
    ResourceDocument,
    | 'physicalId'
    | 'properties'
    | 'attributes'
    | 'dependsOn'
    | 'deletionPolicy'
    | 'updateReplacePolicy'
    | 'metadata'
  >
  /** What it was when the stack was last whole, where a failed update was followed by another; null where it was not there. */
  whole?: Touch['before'] | null
}

/** What a cleanup or a deletion still has to remove. */
export interface LeftoverDocument extends MadeResource {
  dependsOn: string[]
  deletionPolicy: string
  /** It was made by what is now taken back. */
  takenBack?: boolean
}

export interface EventDocument {
  eventId: string
  logicalId: string
  physicalId: string
  type: string
  status: ResourceStatus | StackStatus
  reason?: string | undefined
  properties?: string | undefined
  token?: string | undefined
  at: number
}

export interface ChangeSetDocument {
  changeSetId: string
  changeSetName: string
  stackId: string
  stackName: string
  type: 'CREATE' | 'UPDATE'
  status: 'CREATE_COMPLETE' | 'FAILED' | 'DELETE_COMPLETE'
  statusReason?: string
  executionStatus: 'AVAILABLE' | 'UNAVAILABLE' | 'EXECUTE_IN_PROGRESS' | 'EXECUTE_COMPLETE' | 'OBSOLETE'
  description?: string | undefined
  createdAt: number
  target: StackTarget
  actor: Actor
  changes: ResourceChange[]
  onStackFailure?: string | undefined
  disableRollback: boolean
  /** Named resources that are there already, and are kept on deletion, become the stack's. */
  importExisting: boolean
  /** ClientToken of the request that made it. */
  clientToken?: string | undefined
  /** ClientRequestToken of the request that executed it. */
  token?: string | undefined
}

/** A signal of SignalResource. */
export interface SignalDocument {
  /** UniqueId of the request. */
  id: string
  logicalId: string
  /** Of the request to the type's handler that waits for it. */
  token: string
  status: ResourceSignalStatus
}

/** One look for drift. */
export interface DetectionDocument {
  id: string
  stackId: string
  status: string
  drifted: number
  at: number
}

/** The state of CloudFormation in one account and region. */
export function cloudformation(scope: Scope): {
  /** By stack id; stacks that were deleted stay. */
  stacks: Collection<StackDocument>
  changeSets: Collection<ChangeSetDocument>
  detections: Collection<DetectionDocument>
  /** Of a stack: by logical id. */
  resources(stackId: string): Collection<ResourceDocument>
  /** Of a stack: by physical id and logical id. */
  leftovers(stackId: string): Collection<LeftoverDocument>
  /** Of a stack: by the token of the request that waits and UniqueId. */
  signals(stackId: string): Collection<SignalDocument>
  /** Of a stack: numbered from the first. */
  events(stackId: string): Collection<EventDocument>
} {
  const of = <T extends object>(kind: string, stackId: string): Collection<T> =>
    scope.collection(`cloudformation:${kind}/${stackId.split('/').at(-1)}`)
  return {
    stacks: scope.collection('cloudformation:stack'),
    changeSets: scope.collection('cloudformation:change-set'),
    detections: scope.collection('cloudformation:drift-detection'),
    resources: stackId => of('resource', stackId),
    leftovers: stackId => of('leftover', stackId),
    signals: stackId => of('signal', stackId),
    events: stackId => of('event', stackId),
  }
}
