import {
  DescribeTaskDefinitionCommand,
  ListTaskDefinitionsCommand,
  type DescribeTaskDefinitionCommandOutput,
} from '@aws-sdk/client-ecs'
import type { LabAccount, Verdict } from '../define.ts'
import { fail, pass, tagMissing } from './verdicts.ts'

export interface ExpectedTaskDefinition {
  family: string
  container: string
  /** The end of the image's name, such as `/web:1`. */
  image: string
  port: number
  executionRoleArn: string
  logGroup: string
  /** With which the names of its log streams must begin; any when absent. */
  streamPrefix?: string
  lab: string
}

/** An active revision of the family that starts the app as it must be. Gives `taskDefinition` (`web:1`) and its `taskDefinitionArn`. */
export async function expectTaskDefinition(
  { aws }: LabAccount,
  wanted: ExpectedTaskDefinition,
): Promise<Verdict> {
  const { taskDefinitionArns = [] } = await aws.ecs.send(
    new ListTaskDefinitionsCommand({
      familyPrefix: wanted.family,
      status: 'ACTIVE',
      sort: 'DESC',
      maxResults: 10,
    }),
  )
  if (taskDefinitionArns.length === 0) {
    return fail('task-definition-missing', {
      title: 'No task definition yet',
      expected: `an active task definition of the family ${wanted.family}`,
      observed: 'none',
      next: 'Run this step’s command. If it printed a ClientException, its text names what does not fit: “No Fargate configuration exists for given values” means a pair of processor and memory that Fargate does not have.',
    })
  }
  let newest: Verdict | undefined
  for (const taskDefinition of taskDefinitionArns) {
    const verdict = judge(
      await aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] })),
      wanted,
    )
    if (verdict.status === 'pass') return verdict
    newest ??= verdict
  }
  return newest ?? pass('')
}

function judge(
  { taskDefinition = {}, tags }: Pick<DescribeTaskDefinitionCommandOutput, 'taskDefinition' | 'tags'>,
  wanted: ExpectedTaskDefinition,
): Verdict {
  const { taskDefinitionArn = '', family, revision, networkMode, executionRoleArn } = taskDefinition
  const name = `${family}:${revision}`
  const again = 'Then run this step’s command: it registers a new revision, and the old one does no harm.'
  const untagged = tagMissing(tags, {
    lab: wanted.lab,
    what: `a task definition ${name}`,
    command: `aws ecs tag-resource --resource-arn ${taskDefinitionArn} --tags key=slipway-lab,value=${wanted.lab}`,
  })
  if (untagged) return untagged
  if (networkMode !== 'awsvpc' || !taskDefinition.requiresCompatibilities?.includes('FARGATE')) {
    return fail('not-for-fargate', {
      title: 'Fargate cannot run it',
      expected: 'network mode awsvpc and FARGATE among its compatibilities',
      observed: `${name} has network mode ${networkMode ?? 'unset'} and compatibilities ${taskDefinition.requiresCompatibilities?.join(', ') ?? 'unset'}`,
      next: `Set --network-mode awsvpc and --requires-compatibilities FARGATE. ${again}`,
    })
  }
  const container = taskDefinition.containerDefinitions?.find(one => one.name === wanted.container)
  if (!container) {
    const names = taskDefinition.containerDefinitions?.map(one => one.name).join(', ')
    return fail('container-name', {
      title: 'The container has another name',
      expected: `a container named ${wanted.container}, as the service will look for it`,
      observed: `${name} has ${names}`,
      next: `Name it "${wanted.container}". ${again}`,
    })
  }
  if (!container.image?.endsWith(wanted.image)) {
    return fail('image', {
      title: 'Another image',
      expected: `an image that ends in ${wanted.image}`,
      observed: `${name} starts ${container.image}`,
      next: `Correct "image". ${again}`,
    })
  }
  if (!container.portMappings?.some(({ containerPort }) => containerPort === wanted.port)) {
    const ports = container.portMappings?.map(({ containerPort }) => containerPort).join(', ')
    return fail('container-port', {
      title: 'The app listens on another port',
      expected: `containerPort ${wanted.port}, on which the web server in the image listens`,
      observed: ports ? `${name} opens port ${ports}` : `${name} opens no port`,
      next: `Write "portMappings": [{ "containerPort": ${wanted.port} }]. ${again}`,
    })
  }
  const { logDriver, options } = container.logConfiguration ?? {}
  if (logDriver !== 'awslogs' || options?.['awslogs-group'] !== wanted.logGroup) {
    return fail('log-configuration', {
      title: 'Its logs go elsewhere',
      expected: `logDriver awslogs into ${wanted.logGroup}`,
      observed: logDriver
        ? `${name} logs by ${logDriver} into ${options?.['awslogs-group'] ?? 'no group'}`
        : `${name} has no logConfiguration`,
      next: `Correct "logConfiguration". ${again}`,
    })
  }
  const prefix = options['awslogs-stream-prefix']
  if (wanted.streamPrefix !== undefined && prefix !== wanted.streamPrefix) {
    return fail('stream-prefix', {
      title: 'Its log stream gets another name',
      expected: `awslogs-stream-prefix ${wanted.streamPrefix}, for a stream ${wanted.streamPrefix}/${wanted.container}/task id`,
      observed: prefix ? `${name} names its streams ${prefix}/…` : `${name} gives no prefix`,
      next: `Write "awslogs-stream-prefix": "${wanted.streamPrefix}". ${again}`,
    })
  }
  if (executionRoleArn !== wanted.executionRoleArn) {
    return fail('execution-role', {
      title: 'Another execution role',
      expected: `the execution role ${wanted.executionRoleArn}`,
      observed: `${name} has ${executionRoleArn ?? 'none'}`,
      next: `Set --execution-role-arn ${wanted.executionRoleArn}. ${again}`,
    })
  }
  return pass(
    `The task definition ${name} starts ${container.image} with ${taskDefinition.cpu} CPU units and ${taskDefinition.memory} MiB.`,
    { taskDefinition: name, taskDefinitionArn },
    [{ type: 'ecs:task-definition', id: taskDefinitionArn }],
  )
}
