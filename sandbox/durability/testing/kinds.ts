import {
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
} from '@aws-sdk/client-ec2'
import { DescribeSecurityGroupsCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2'
import {
  CreateClusterCommand,
  DeleteClusterCommand,
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ListClustersCommand,
  ListTaskDefinitionFamiliesCommand,
  RegisterTaskDefinitionCommand,
  TagResourceCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import {
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  DescribeTargetGroupsCommand,
  ModifyTargetGroupCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import {
  CreateUserCommand,
  DeleteUserCommand,
  ListUserTagsCommand,
  ListUsersCommand,
  TagUserCommand,
} from '@aws-sdk/client-iam'
import type { clientsOf } from '../../services/ecs/testing/test-lab.ts'

type Clients = ReturnType<typeof clientsOf>

/** Things of one kind, each with a name and one value; every write is one call, so that it is done or not done. */
export interface Kind {
  name: string
  create(clients: Clients, id: string, value: string): Promise<unknown>
  change(clients: Clients, id: string, value: string): Promise<unknown>
  remove?(clients: Clients, id: string): Promise<unknown>
  /** Value of each that is there and whole, by name. */
  read(clients: Clients): Promise<Map<string, string>>
  /** The value that a change to `value` leaves. @default value */
  after?(was: string | undefined, value: string): string
}

const tagsOf = (value: string) => [{ Key: 'value', Value: value }]
const ours = (name: string | undefined): name is string => name?.startsWith('own-') === true

const users: Kind = {
  name: 'user',
  create: ({ iam }, UserName, value) => iam.send(new CreateUserCommand({ UserName, Tags: tagsOf(value) })),
  change: ({ iam }, UserName, value) => iam.send(new TagUserCommand({ UserName, Tags: tagsOf(value) })),
  remove: ({ iam }, UserName) => iam.send(new DeleteUserCommand({ UserName })),
  async read({ iam }) {
    const { Users = [] } = await iam.send(new ListUsersCommand({ MaxItems: 1000 }))
    const found = new Map<string, string>()
    for (const UserName of Users.map(user => user.UserName).filter(ours)) {
      const { Tags } = await iam.send(new ListUserTagsCommand({ UserName }))
      found.set(UserName, Tags?.[0]?.Value ?? 'without its tag')
    }
    return found
  },
}

const clusters: Kind = {
  name: 'cluster',
  create: ({ ecs }, clusterName, value) =>
    ecs.send(new CreateClusterCommand({ clusterName, tags: [{ key: 'value', value }] })),
  async change({ ecs }, id, value) {
    const { clusters } = await ecs.send(new DescribeClustersCommand({ clusters: [id] }))
    await ecs.send(
      new TagResourceCommand({ resourceArn: clusters?.[0]?.clusterArn, tags: [{ key: 'value', value }] }),
    )
  },
  remove: ({ ecs }, cluster) => ecs.send(new DeleteClusterCommand({ cluster })),
  async read({ ecs }) {
    const { clusterArns: clusters = [] } = await ecs.send(new ListClustersCommand({ maxResults: 100 }))
    const described = await ecs.send(new DescribeClustersCommand({ clusters, include: ['TAGS'] }))
    return new Map(
      described.clusters
        ?.filter(({ clusterName, status }) => ours(clusterName) && status === 'ACTIVE')
        .map(({ clusterName = '', tags }) => [clusterName, tags?.[0]?.value ?? 'without its tag']),
    )
  },
}

const securityGroups: Kind = {
  name: 'security group',
  async create({ ec2 }, GroupName, value) {
    const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}))
    const TagSpecifications = [{ ResourceType: 'security-group' as const, Tags: tagsOf(value) }]
    await ec2.send(
      new CreateSecurityGroupCommand({
        GroupName,
        Description: 'own',
        VpcId: Vpcs?.[0]?.VpcId,
        TagSpecifications,
      }),
    )
  },
  async change(clients, id, value) {
    await clients.ec2.send(
      new CreateTagsCommand({ Resources: [await groupId(clients, id)], Tags: tagsOf(value) }),
    )
  },
  async remove(clients, id) {
    await clients.ec2.send(new DeleteSecurityGroupCommand({ GroupId: await groupId(clients, id) }))
  },
  async read({ ec2 }) {
    const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}))
    return new Map(
      SecurityGroups.filter(({ GroupName }) => ours(GroupName)).map(
        ({ GroupName = '', Tags, IpPermissionsEgress }) => [
          GroupName,
          IpPermissionsEgress?.length === 1
            ? (Tags?.[0]?.Value ?? 'without its tag')
            : 'without its outbound rule',
        ],
      ),
    )
  },
}

async function groupId({ ec2 }: Clients, name: string): Promise<string> {
  const Filters = [{ Name: 'group-name', Values: [name] }]
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }))
  return SecurityGroups?.[0]?.GroupId ?? ''
}

const targetGroups: Kind = {
  name: 'target group',
  async create({ elbv2, ec2 }, Name, value) {
    const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}))
    const where = { Protocol: 'HTTP', Port: 80, TargetType: 'ip', VpcId: Vpcs?.[0]?.VpcId } as const
    await elbv2.send(new CreateTargetGroupCommand({ Name, ...where, HealthCheckPath: `/${value}` }))
  },
  async change(clients, id, value) {
    const TargetGroupArn = await targetGroupArn(clients, id)
    await clients.elbv2.send(new ModifyTargetGroupCommand({ TargetGroupArn, HealthCheckPath: `/${value}` }))
  },
  async remove(clients, id) {
    await clients.elbv2.send(
      new DeleteTargetGroupCommand({ TargetGroupArn: await targetGroupArn(clients, id) }),
    )
  },
  async read({ elbv2 }) {
    const { TargetGroups = [] } = await elbv2.send(new DescribeTargetGroupsCommand({}))
    return new Map(
      TargetGroups.map(({ TargetGroupName = '', HealthCheckPath = '' }) => [
        TargetGroupName,
        HealthCheckPath.slice(1),
      ]),
    )
  },
}

async function targetGroupArn({ elbv2 }: Clients, name: string): Promise<string | undefined> {
  const { TargetGroups } = await elbv2.send(new DescribeTargetGroupsCommand({ Names: [name] }))
  return TargetGroups?.[0]?.TargetGroupArn
}

const taskDefinitions: Kind = {
  name: 'task definition',
  create: register,
  change: register,
  async read({ ecs }) {
    const { families = [] } = await ecs.send(new ListTaskDefinitionFamiliesCommand({ familyPrefix: 'own-' }))
    const found = new Map<string, string>()
    for (const family of families) {
      const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: family }))
      found.set(
        family,
        taskDefinition?.containerDefinitions?.[0]?.environment?.[0]?.value ?? 'without its value',
      )
    }
    return found
  },
}

function register({ ecs }: Clients, family: string, value: string): Promise<unknown> {
  const containerDefinitions = [
    { name: 'one', image: 'one', memory: 8, environment: [{ name: 'VALUE', value }] },
  ]
  return ecs.send(new RegisterTaskDefinitionCommand({ family, containerDefinitions }))
}

/** Lines of one stream a log group: bytes that lie beside the store. */
const logLines: Kind = {
  name: 'log lines',
  async create({ logs }, logGroupName, value) {
    for (const made of [
      new CreateLogGroupCommand({ logGroupName }),
      new CreateLogStreamCommand({ logGroupName, logStreamName: 's' }),
    ]) {
      // What a write before the kill made is there already.
      await logs.send(made as CreateLogGroupCommand).catch((error: Error) => {
        if (error.name !== 'ResourceAlreadyExistsException') throw error
      })
    }
    await putLine({ logs }, logGroupName, value)
  },
  change: putLine,
  after: (was, value) => (was === undefined ? value : `${was} ${value}`),
  async read({ logs }) {
    const found = new Map<string, string>()
    for (const logGroupName of LOG_GROUPS) {
      const { events = [] } = await logs
        .send(new FilterLogEventsCommand({ logGroupName }))
        .catch((error: Error) => {
          if (error.name === 'ResourceNotFoundException') return { events: [] }
          throw error
        })
      if (events.length > 0) found.set(logGroupName, events.map(({ message }) => message).join(' '))
    }
    return found
  },
}
const LOG_GROUPS: string[] = []

function putLine({ logs }: Pick<Clients, 'logs'>, logGroupName: string, message: string): Promise<unknown> {
  if (!LOG_GROUPS.includes(logGroupName)) LOG_GROUPS.push(logGroupName)
  const logEvents = [{ timestamp: Date.now(), message }]
  return logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: 's', logEvents }))
}

/** Everything of which there may be several. */
export const KINDS: Kind[] = [users, clusters, securityGroups, targetGroups, taskDefinitions, logLines]

/** How many tasks the service `web` shall have: there is one of these. */
export const desiredCount = {
  async write({ ecs }: Clients, count: number): Promise<void> {
    await ecs.send(new UpdateServiceCommand({ cluster: 'lab', service: 'web', desiredCount: count }))
  },
  async read({ ecs }: Clients): Promise<number | undefined> {
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'lab', services: ['web'] }))
    return services?.[0]?.desiredCount
  },
}
