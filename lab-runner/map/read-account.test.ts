import { awsError, fakeAccount } from '@slipway/labs/fake-account.ts'
import { expect, it } from 'vitest'
import { readAccount } from './read-account.ts'

const arn = (name: string) => `arn:aws:ecs:eu-west-1:1:cluster/${name}`
const clusters = ['mine', 'theirs', 'nobodys']
const tagged = (name: string, lab: string) => ({
  ResourceARN: arn(name),
  Tags: [{ Key: 'slipway-lab', Value: lab }],
})

/** Three clusters with a task each: this lab's, another lab's, one without a tag. */
const account = () =>
  fakeAccount({
    GetResources: () => ({ ResourceTagMappingList: [tagged('mine', 'a'), tagged('theirs', 'b')] }),
    DescribeLoadBalancers: () => ({ LoadBalancers: [] }),
    DescribeTargetGroups: () => ({ TargetGroups: [] }),
    ListClusters: () => ({ clusterArns: clusters.map(arn) }),
    DescribeClusters: (input: { clusters: string[] }) => ({
      clusters: input.clusters.map(clusterArn => ({ clusterArn, status: 'ACTIVE' })),
    }),
    ListServices: () => ({ serviceArns: [] }),
    ListTasks: ({ cluster, desiredStatus }: { cluster: string; desiredStatus: string }) => ({
      taskArns: desiredStatus === 'RUNNING' ? [`${cluster}/task`] : [],
    }),
    DescribeTasks: ({ tasks }: { tasks: string[] }) => ({
      tasks: tasks.map(taskArn => ({ taskArn, lastStatus: 'RUNNING' })),
    }),
  })

it.each([
  [true, ['mine', 'nobodys']],
  [false, ['mine']],
])(
  'never shows another lab’s; without a lab’s tag only where all is the learner’s own: %s',
  async (others, seen) => {
    const { tasks } = await readAccount(account().aws, { labId: 'a', others, cache: new Map() })
    expect(tasks.map(({ taskArn }) => taskArn)).toEqual(seen.map(name => `${arn(name)}/task`))
  },
)

it('says which lone tasks have a public address; a service’s are not asked for', async () => {
  const { aws, sent } = fakeAccount({
    GetResources: () => ({}),
    DescribeLoadBalancers: () => ({}),
    DescribeTargetGroups: () => ({}),
    ListClusters: () => ({ clusterArns: [arn('mine')] }),
    DescribeClusters: () => ({ clusters: [{ clusterArn: arn('mine'), status: 'ACTIVE' }] }),
    ListServices: () => ({}),
    ListTasks: ({ desiredStatus }: { desiredStatus: string }) => ({
      taskArns: desiredStatus === 'RUNNING' ? ['one', 'two', 'three'] : [],
    }),
    DescribeTasks: () => ({
      tasks: [
        { group: 'family:web', attachments: [{ details: [{ name: 'networkInterfaceId', value: 'eni-1' }] }] },
        { group: 'family:web', attachments: [{ details: [{ name: 'networkInterfaceId', value: 'eni-2' }] }] },
        {
          group: 'service:web',
          attachments: [{ details: [{ name: 'networkInterfaceId', value: 'eni-3' }] }],
        },
      ],
    }),
    DescribeNetworkInterfaces: () => ({
      NetworkInterfaces: [
        { NetworkInterfaceId: 'eni-1', Association: { PublicIp: '203.0.113.1' } },
        { NetworkInterfaceId: 'eni-2' },
      ],
    }),
  })
  const { publicInterfaces } = await readAccount(aws, { labId: 'a', others: true, cache: new Map() })
  expect([...publicInterfaces]).toEqual(['eni-1'])
  expect(sent.find(({ name }) => name === 'DescribeNetworkInterfaces')?.input).toEqual({
    Filters: [{ Name: 'network-interface-id', Values: ['eni-1', 'eni-2'] }],
  })
})

it('asks RDS where a database has the lab’s tag, and takes that one alone', async () => {
  const database = (name: string) => `arn:aws:rds:eu-west-1:1:db:${name}`
  const asking = (name: string, lab: string) => {
    const resource = { ResourceARN: database(name), Tags: [{ Key: 'slipway-lab', Value: lab }] }
    return fakeAccount({
      GetResources: () => ({ ResourceTagMappingList: [resource] }),
      DescribeLoadBalancers: () => ({}),
      DescribeTargetGroups: () => ({}),
      ListClusters: () => ({}),
      DescribeDBInstances: () => ({
        DBInstances: [{ DBInstanceArn: database('mine') }, { DBInstanceArn: database('nobodys') }],
      }),
    })
  }
  const options = { labId: 'a', others: false, cache: new Map() }
  const { databases } = await readAccount(asking('mine', 'a').aws, options)
  expect(databases).toEqual([{ DBInstanceArn: database('mine') }])
  const { aws, sent } = asking('theirs', 'b')
  expect((await readAccount(aws, options)).databases).toEqual([])
  expect(sent.map(({ name }) => name)).not.toContain('DescribeDBInstances')
})

it('hands on what AWS refuses', async () => {
  const { aws } = fakeAccount({ GetResources: () => awsError('AccessDeniedException') })
  await expect(readAccount(aws, { labId: 'a', others: true, cache: new Map() })).rejects.toMatchObject({
    name: 'AccessDeniedException',
  })
})
