import { Aws, CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib'
import * as iam from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'

/** IAM actions that the labs' checks read by, and that their commands and resets write by. */
export interface LearnerActions {
  reads: string[]
  writes: string[]
}

export interface LearnerAccessStackProps extends StackProps {
  /** An account, or the ARN of a role or user. */
  readonly trust: string
  readonly externalId: string
  readonly actions: LearnerActions
}

/** Characters that IAM takes in one managed policy, with room for what is around the actions. */
const POLICY_LIMIT = 6144 - 700

/** Services that the labs’ roles are handed to. */
const PASSED_TO = [
  'ecs-tasks',
  'ecs',
  'codedeploy',
  'codebuild',
  'lambda',
  'events',
  'application-autoscaling',
]

/** Why the policies' resources end in a star. */
const WILDCARDS = {
  'IAM5[Resource::*]':
    'AWS chooses the names of what labs make, and its lists and descriptions know no resource; the region is a condition of every write.',
  'IAM5[Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:role/slipway/*]':
    'Labs make their roles below this path, with names of their own.',
  'IAM5[Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:role/aws-service-role/*]':
    'AWS makes these roles for its own services at their first use, and nobody can assume them.',
  'IAM5[Resource::arn:<AWS::Partition>:s3:::slipway-*]':
    'The buckets of labs begin with it; the rest is the account’s number.',
}

/**
 * The role that lab-runner assumes in a learner's account: it can do what the labs declare, in this region, with roles below the
 * path /slipway/ and buckets named slipway-*, and a permissions boundary holds even if somebody gives it more. Roles that a lab
 * makes have what policies the lab gives them, so let learners use an account in which nothing else is.
 */
export class LearnerAccessStack extends Stack {
  readonly role: iam.Role
  readonly boundary: iam.ManagedPolicy

  constructor(
    scope: Construct,
    id: string,
    { trust, externalId, actions, ...props }: LearnerAccessStackProps,
  ) {
    super(scope, id, { ...props, description: 'What lab-runner may do for learners' })
    const { reads, writes } = actions
    this.boundary = new iam.ManagedPolicy(this, 'Boundary', {
      description: 'The most that the role of learners can ever do',
      statements: this.boundaryStatements([...reads, ...writes]),
    })
    this.role = new iam.Role(this, 'Role', {
      description: 'Assumed by lab-runner for learners',
      assumedBy: /^\d+$/.test(trust) ? new iam.AccountPrincipal(trust) : new iam.ArnPrincipal(trust),
      externalIds: [externalId],
      permissionsBoundary: this.boundary,
      maxSessionDuration: Duration.hours(4),
    })
    const parts = [
      ...inPolicies(reads).map(part => allow(part, ['*'])),
      ...inPolicies(writes.filter(name => !/^(iam|s3):/.test(name))).map(part =>
        allow(part, ['*'], { StringEquals: { 'aws:RequestedRegion': Aws.REGION } }),
      ),
    ].map(statement => [statement])
    for (const [index, statements] of [...parts, this.limited(writes)].entries()) {
      if (statements.length === 0) continue
      const policy = new iam.ManagedPolicy(this, `Policy${index + 1}`, { statements, roles: [this.role] })
      acknowledge(policy, WILDCARDS)
    }
    acknowledge(this.boundary, {
      ...Object.fromEntries(
        servicesOf([...reads, ...writes]).map(service => [
          `IAM5[Action::${service}:*]`,
          'A boundary allows nothing by itself; it must stay above what the labs will need next.',
        ]),
      ),
      'IAM5[Action::iam:*]': 'It is a denial.',
      'IAM5[Resource::*]': 'A boundary allows nothing by itself.',
      [`IAM5[Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:role/${this.stackName}-*]`]:
        'It is a denial.',
      [`IAM5[Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:policy/${this.stackName}-*]`]:
        'It is a denial.',
    })
    new CfnOutput(this, 'RoleArn', {
      value: this.role.roleArn,
      description: 'For ~/.aws/config: role_arn of the profile that lab-runner uses, beside external_id',
    })
  }

  /** Writes to IAM and S3 have names by which they can be limited; all others make things whose names AWS chooses. */
  private limited(writes: string[]): iam.PolicyStatement[] {
    const roles = `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/slipway/*`
    const linked = `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/aws-service-role/*`
    const services = PASSED_TO.map(name => `${name}.amazonaws.com`)
    const of = (prefix: string) => writes.filter(name => name.startsWith(prefix))
    const iamWrites = of('iam:').filter(name => !/:(PassRole|CreateServiceLinkedRole)$/.test(name))
    return [
      allow(iamWrites, [roles]),
      allow(
        writes.filter(name => name === 'iam:PassRole'),
        [roles],
        {
          StringEquals: { 'iam:PassedToService': services },
        },
      ),
      allow(
        writes.filter(name => name === 'iam:CreateServiceLinkedRole'),
        [linked],
      ),
      allow(of('s3:'), [`arn:${Aws.PARTITION}:s3:::slipway-*`]),
    ].filter(({ actions }) => actions.length > 0)
  }

  private boundaryStatements(actions: string[]): iam.PolicyStatement[] {
    const own = (kind: string) => `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:${kind}/${this.stackName}-*`
    return [
      allow(
        servicesOf(actions).map(service => `${service}:*`),
        ['*'],
      ),
      allow(
        actions.filter(name => name.startsWith('iam:')),
        ['*'],
      ),
      new iam.PolicyStatement({
        sid: 'NotItself',
        effect: iam.Effect.DENY,
        actions: ['iam:*'],
        resources: [own('role'), own('policy')],
      }),
    ]
  }
}

/** Prefixes of the actions, without IAM's: of that, only what the labs need. */
function servicesOf(actions: string[]): string[] {
  return [...new Set(actions.map(name => name.split(':')[0] ?? ''))].filter(name => name !== 'iam').sort()
}

function allow(actions: string[], resources: string[], conditions?: iam.Conditions): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources, ...(conditions && { conditions }) })
}

/** The actions in parts, each of which fits in one managed policy. */
function inPolicies(actions: string[]): string[][] {
  const parts: string[][] = []
  let room = 0
  for (const action of actions) {
    const needed = action.length + 3
    if (needed > room) {
      parts.push([])
      room = POLICY_LIMIT
    }
    room -= needed
    parts.at(-1)?.push(action)
  }
  return parts
}
