import type {
  Capability,
  OnFailure,
  PropertyDifference,
  ResourceChange,
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
  previous?: StackTarget & { outputs: StackOutput[] }
  /** Resources that a deletion leaves, or that a continued rollback does not touch. */
  skip: string[]
  /** Resources that failed in this phase. */
  failed: string[]
  cancelled?: boolean
  /** Named resources that are there already, and are kept on deletion, become the stack's. */
  importExisting?: boolean
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
}

/** What a cleanup or a deletion still has to remove. */
export interface LeftoverDocument extends MadeResource {
  dependsOn: string[]
  deletionPolicy: string
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
    events: stackId => of('event', stackId),
  }
}
