import type { ApiError } from '../api-error.ts'

/** What CodeDeploy and ECS say of the deployments of the lab's services. */
export interface DeploymentsDto {
  readAt: number
  /** How many times as fast as on AWS its waits pass. */
  timeScale: number
  /** Newest first, at most 10. */
  deployments: DeploymentDto[]
  /** Why not all of it could be read. */
  problem: ApiError | null
}

export interface DeploymentDto {
  /** CodeDeploy's id, or the ARN of ECS's service deployment. */
  id: string
  /** What is shown of the id. */
  name: string
  engine: 'CodeDeploy' | 'ECS'
  /** CodeDeploy's deployment configuration, or ECS's strategy. */
  method: string
  cluster: string
  service: string
  /** AWS's own word. */
  status: string
  /** `waiting`: for somebody, or for a time to pass. */
  phase: 'running' | 'waiting' | 'rolling-back' | 'succeeded' | 'failed' | 'stopped'
  createdAt: number
  endedAt: number | null
  /** Why it failed or was stopped, in AWS's words. */
  error: { code: string; message: string } | null
  stages: DeploymentStage[]
  /** Blue first. */
  versions: DeploymentVersion[]
  wait: DeploymentWait | null
  actions: DeploymentAction[]
  /** Id of the deployment that this one takes back. */
  rollbackOf: string | null
  /** Id of the deployment that takes this one back. */
  rolledBackBy: string | null
  /** Alarms that it watches; those that went off first. */
  alarms: { name: string; triggered: boolean }[]
}

export interface DeploymentStage {
  /** AWS's own name, such as `BeforeInstall` or `SCALE_UP`. */
  name: string
  status: 'todo' | 'running' | 'waiting' | 'done' | 'failed' | 'skipped'
  startedAt: number | null
  endedAt: number | null
  hooks: { name: string; status: string }[]
  /** What AWS says of it, such as why it failed. */
  message: string | null
}

export interface DeploymentVersion {
  role: 'blue' | 'green'
  /** Task set, or service revision. */
  id: string
  /** `web:2`; empty when it is not known any more. */
  taskDefinition: string
  targetGroup: string
  /** AWS's own word; empty where it has none. */
  status: string
  desired: number
  running: number
  pending: number
  /** Percent of the production traffic; null without a load balancer. */
  weight: number | null
  testWeight: number | null
}

/** A wait that ends by itself. */
export interface DeploymentWait {
  kind: 'ready' | 'shift' | 'termination' | 'bake' | 'pause'
  since: number
  /** About, as the time scale is now. */
  endsAt: number
  /** As on AWS. */
  minutes: number
  /** What happens when the time is up. */
  then: 'shift' | 'end-blue' | 'stop' | 'roll-back' | 'continue'
  /** Percent of the production traffic that green gets then. */
  nextWeight: number | null
}

export type DeploymentActionKind =
  'continue-ready' | 'continue-termination' | 'stop' | 'stop-and-roll-back' | 'approve' | 'reject'

export interface DeploymentAction {
  kind: DeploymentActionKind
  /** Of a PAUSE hook. */
  hookId: string | null
}

export interface DeploymentRequest {
  /** The deployment's id. */
  deployment: string
  action: DeploymentActionKind
  hookId?: string
}
