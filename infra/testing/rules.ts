import type { Resource, Synthesized } from './synthesize.ts'

/** What must hold for every context: each rule answers what breaks it. */
export const RULES: Record<string, (app: Synthesized) => string[]> = {
  'no security group but the load balancer’s is open to the world': app =>
    app.resources
      .filter(({ Type }) => /::SecurityGroup(Ingress)?$/.test(Type))
      .flatMap(resource =>
        ingressOf(resource)
          .filter(({ CidrIp, CidrIpv6 }) => CidrIp === '0.0.0.0/0' || CidrIpv6 === '::/0')
          .map(() => nameOf(resource)),
      )
      .filter(name => !name.startsWith('Network/LoadBalancerGroup')),

  'the task role and the execution role are two': app =>
    app
      .of('ECS::TaskDefinition')
      .filter(({ Properties: { TaskRoleArn, ExecutionRoleArn } }) => {
        const [task, execution] = [TaskRoleArn, ExecutionRoleArn].map(arn => JSON.stringify(arn))
        return !task || !execution || task === execution
      })
      .map(nameOf),

  'every log group is kept for a time, and no longer': app =>
    app
      .of('Logs::LogGroup')
      .filter(({ Properties }) => typeof Properties.RetentionInDays !== 'number')
      .map(nameOf),

  'every function writes to a log group of its stack': app =>
    app
      .of('Lambda::Function')
      .filter(({ Properties }) => Properties.LoggingConfig?.LogGroup?.Ref === undefined)
      .map(nameOf),

  'no policy of ours allows all actions of a service, but the boundary': app =>
    policiesOf(app)
      .filter(({ resource }) => !/Boundary/.test(resource.id))
      .flatMap(({ resource, statement }) =>
        statement.Effect === 'Allow'
          ? listOf(statement.Action)
              .filter(action => /^(\*|[\w-]+:\*)$/.test(action))
              .map(action => `${nameOf(resource)} ${action}`)
          : [],
      ),

  'only roles of our own may be handed on': app =>
    policiesOf(app)
      .filter(({ statement }) => listOf(statement.Action).includes('iam:PassRole'))
      .filter(
        ({ statement, resource }) =>
          !/Boundary/.test(resource.id) && listOf(statement.Resource).includes('*'),
      )
      .map(({ resource }) => nameOf(resource)),

  'buckets, database and file system are encrypted, and the public reaches none': app => [
    ...app
      .of('S3::Bucket')
      .filter(
        ({ Properties: { BucketEncryption, PublicAccessBlockConfiguration: block } }) =>
          !BucketEncryption || !block || Object.values(block).includes(false),
      )
      .map(nameOf),
    ...app
      .of('RDS::DBInstance')
      .filter(({ Properties }) => !Properties.StorageEncrypted || Properties.PubliclyAccessible !== false)
      .map(nameOf),
    ...app
      .of('EFS::FileSystem')
      .filter(({ Properties }) => !Properties.Encrypted)
      .map(nameOf),
  ],

  'files travel over TLS': app =>
    app
      .of('ECS::TaskDefinition')
      .filter(
        ({ Properties }) => Properties.Volumes?.[0]?.EFSVolumeConfiguration?.TransitEncryption !== 'ENABLED',
      )
      .map(nameOf),

  'removal leaves nothing, unless protect says so': app =>
    app.context.protect
      ? []
      : app.resources
          .filter(({ DeletionPolicy }) => /Retain|Snapshot/.test(DeletionPolicy ?? ''))
          .map(nameOf),

  'no name is fixed, so that two copies can stand in one account': app =>
    app.resources
      .filter(({ Properties }) =>
        [
          'BucketName',
          'RoleName',
          'ClusterName',
          'ServiceName',
          'LogGroupName',
          'DBInstanceIdentifier',
          'RepositoryName',
        ].some(name => typeof Properties[name] === 'string'),
      )
      .map(nameOf),

  'IAM and EC2 take every description: plain ASCII': app =>
    app.resources
      .filter(({ Type }) => /^AWS::(IAM|EC2)::/.test(Type))
      .filter(({ Properties: { Description = '', GroupDescription = '' } }) =>
        /[^\x20-\x7e]/.test(`${Description}${GroupDescription}`),
      )
      .map(nameOf),

  'no number of tasks in the template fights autoscaling': app =>
    app
      .of('ECS::Service')
      .filter(({ Properties }) => Properties.DesiredCount !== undefined)
      .map(nameOf),

  'no stack exports what every deployment replaces, for it could not be replaced while another uses it':
    app =>
      Object.entries(app.outputs)
        .filter(([, output]) => output.Export !== undefined)
        .filter(([, { Value }]) =>
          app.of('ECS::TaskDefinition').some(({ id }) => [Value.Ref, Value['Fn::GetAtt']?.[0]].includes(id)),
        )
        .map(([name]) => name),

  'a deployment that fails is taken back': app =>
    app.context.deployments === 'codedeploy'
      ? app
          .of('CodeDeploy::DeploymentGroup')
          .filter(({ Properties }) => !Properties.AutoRollbackConfiguration?.Enabled)
          .map(nameOf)
      : app
          .of('ECS::Service')
          .filter(({ Properties }) => !Properties.DeploymentConfiguration?.DeploymentCircuitBreaker?.Rollback)
          .map(nameOf),
}

interface Statement {
  Effect: string
  Action: string | string[]
  Resource: unknown
}

/** Rules of a security group, or the one rule that a resource of its own is. */
function ingressOf({ Type, Properties }: Resource): { CidrIp?: string; CidrIpv6?: string }[] {
  return Type.endsWith('Ingress') ? [Properties] : (Properties.SecurityGroupIngress ?? [])
}

function policiesOf(app: Synthesized): { resource: Resource; statement: Statement }[] {
  return app.resources
    .filter(({ Type }) => /::(Policy|ManagedPolicy)$/.test(Type))
    .flatMap(resource =>
      (resource.Properties.PolicyDocument.Statement as Statement[]).map(statement => ({
        resource,
        statement,
      })),
    )
}

function listOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(one =>
    typeof one === 'string' ? one : JSON.stringify(one),
  )
}

function nameOf({ stack, id }: Resource): string {
  return `${stack}/${id}`
}
