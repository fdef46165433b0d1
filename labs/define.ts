import type { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling'
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import type { CodeBuildClient } from '@aws-sdk/client-codebuild'
import type { CodeDeployClient } from '@aws-sdk/client-codedeploy'
import type { ECRClient } from '@aws-sdk/client-ecr'
import type { EFSClient } from '@aws-sdk/client-efs'
import type { RDSClient } from '@aws-sdk/client-rds'
import type { S3Client } from '@aws-sdk/client-s3'
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { SSMClient } from '@aws-sdk/client-ssm'
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import type { EC2Client } from '@aws-sdk/client-ec2'
import type { ECSClient } from '@aws-sdk/client-ecs'
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import type { IAMClient } from '@aws-sdk/client-iam'
import type { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api'
import type { STSClient } from '@aws-sdk/client-sts'
import { z } from 'zod'
import type { Engine } from './engine/engine.ts'

/** The SDK clients of the learner's account. Each is made at its first use, and retries throttling by itself. */
export interface Aws {
  readonly ecs: ECSClient
  readonly ec2: EC2Client
  readonly elbv2: ElasticLoadBalancingV2Client
  readonly logs: CloudWatchLogsClient
  readonly events: EventBridgeClient
  readonly iam: IAMClient
  readonly sts: STSClient
  readonly tagging: ResourceGroupsTaggingAPIClient
  readonly autoScaling: ApplicationAutoScalingClient
  readonly cloudformation: CloudFormationClient
  readonly cloudwatch: CloudWatchClient
  readonly codebuild: CodeBuildClient
  readonly codedeploy: CodeDeployClient
  readonly ecr: ECRClient
  readonly efs: EFSClient
  readonly rds: RDSClient
  readonly s3: S3Client
  readonly secrets: SecretsManagerClient
  readonly ssm: SSMClient
}

/** What a check, a mistake or a reset may know of the account: never whether it is the practice account. */
export interface LabAccount {
  /** Twelve digits. */
  accountId: string
  region: string
  aws: Aws
  /** GET of an http URL as the internet sees it; load balancers' DNS names resolve. */
  http(url: string, options?: { timeoutMs?: number }): Promise<{ status: number; body: string }>
  /** The Docker Engine that `docker` in the learner's terminal speaks to. */
  engine: Engine
}

/** Values that steps hand on: `out['create-cluster'].clusterArn`. Strings only, so that commands can show them. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>

/** What commands may show. An output that no step has given yet renders as `‹step-id.name›`. */
export interface CommandContext {
  accountId: string
  region: string
  /** The outputs of the steps before; reading what is not there yet gives a marker such as `‹create-cluster.clusterArn›`. */
  out: Outputs
  /** Registry and namespace of the project's own images, such as `public.ecr.aws/slipway`. */
  images: string
}

/** Something that a step made, for the ledger that reset goes by beside the tags. */
export interface Resource {
  /** As the deletion order knows it: `ecs:service`, `elasticloadbalancing:loadbalancer`, … */
  type: string
  /** ARN, or the id where AWS has no ARN. */
  id: string
}

/**
 * The answer of a check. `fail`: not yet right, and what to do next. `waiting`: right so far, AWS is still at work. `error`: we
 * failed, not the learner. Texts are sentences for a beginner; `reason` is a stable key such as `health-check-path`.
 */
export type Verdict =
  | { status: 'pass'; observed: string; outputs: Record<string, string>; made: Resource[] }
  | { status: 'fail'; reason: string; title: string; expected: string; observed: string; next: string }
  | {
      status: 'waiting'
      reason: string
      title: string
      expected: string
      observed: string
      next: string
      /** When to look again. */
      retryAfterSeconds: number
      /** How long it will about take in all. */
      aboutSeconds: number
    }
  | { status: 'error'; reason: string; title: string; observed: string; next: string; detail: string }

export interface CheckContext extends LabAccount {
  out: Outputs
  signal: AbortSignal
}

const duration = z.string().regex(/^\d+[sm]$/, 'a duration such as 90s or 3m')

const stepShape = z.object({
  title: z.string().min(3),
  /** Ids of steps whose outputs this one uses. */
  needs: z.array(z.string()).default([]),
  /** The commands, one string each, exactly as the learner types them. */
  commands: z.custom<(context: CommandContext) => string[]>(
    value => typeof value === 'function',
    'a function',
  ),
  /** How long the check may say `waiting` before that counts as `fail`. */
  timeout: duration.default('2m'),
  check: z.custom<(context: CheckContext) => Promise<Verdict>>(
    value => typeof value === 'function',
    'a function',
  ),
  /** The lab's site must answer all through this step: `npm run verify` drives requests meanwhile, and none may be lost. */
  serves: z.boolean().default(false),
  /** From a nudge to nearly the answer. */
  hints: z.array(z.string().min(10)).min(1),
  /** 'commands': the displayed commands are the solution. */
  solve: z.union([
    z.literal('commands'),
    z.custom<(context: CommandContext) => string[]>(value => typeof value === 'function'),
  ]),
  /** The AWS reads that `check` needs, such as `ecs:DescribeServices`: their union is the lab's read policy. */
  reads: z.array(z.string().regex(/^[a-z0-9-]+:[A-Z]\w+$/)),
})

/** One step, in `steps/NNN-slug.ts`; the slug is its id. */
export type Step = z.infer<typeof stepShape>
export type StepInput = z.input<typeof stepShape>

/** Checks the shape of a step; throws a ZodError that names what is wrong. */
export function defineStep(step: StepInput): Step {
  return stepShape.parse(step)
}

/** A wrong way that learners really take: the commands to take it, and the verdict it must get. In `mistakes/slug.ts`. */
export interface Mistake {
  title: string
  /** Id of the step that is done wrong; the steps before it are done right. */
  step: string
  /** Typed in place of the step's own commands. */
  commands: (context: CommandContext) => string[]
  /** What the step's check must answer. */
  expect: { status: 'fail'; reason: string; next: RegExp }
  /** What the learner then types; by default the commands that `next` names. `npm run verify` proves that it mends the step. */
  mend?: (context: CommandContext, named: string[]) => string[]
}

export function defineMistake(mistake: Mistake): Mistake {
  return mistake
}

const labShape = z.object({
  title: z.string().min(3),
  /** One sentence for cards and search. */
  summary: z.string().min(10),
  /** Which part of the curriculum it stands in. */
  part: z.enum(['containers', 'ecs', 'application', 'deployments', 'break-and-fix']),
  minutes: z.number().int().positive(),
  /** USD an hour on AWS while the lab's resources stand, and the source of the figure. */
  cost: z.object({ perHour: z.number().nonnegative(), source: z.string() }),
  /** What the learner needs to know or have. */
  needs: z.array(z.string()),
  /** What stands in the account at the end. */
  leaves: z.array(z.string()),
  /** Whether its commands use the Docker Engine of the learner's machine: without one it cannot be done. */
  engine: z.boolean().optional(),
  /** The newest command of ECS that it uses, which older aws command lines are then told of: `ecs continue-service-deployment`. */
  awsCommand: z.string().startsWith('ecs ').optional(),
  /** False when it makes nothing in the account, so that the page shows neither map nor logs. */
  account: z.boolean().optional(),
  /** Name of the load balancer whose site the App pane shows. */
  app: z.object({ loadBalancer: z.string() }).optional(),
  /** Steps in order: id and title, for the site, which must not load the steps themselves. The loader checks that they agree. */
  steps: z.array(z.object({ id: z.string(), title: z.string() })).min(1),
})

/** Metadata of a lab that is safe in a browser, in `lab.ts`; the folder's slug is its id. */
export type Lab = z.infer<typeof labShape>

/** Checks the shape of a lab; throws a ZodError that names what is wrong. */
export function defineLab(lab: z.input<typeof labShape>): Lab {
  return labShape.parse(lab)
}
