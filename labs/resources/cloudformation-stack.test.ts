import { expect, test } from 'vitest'
import { awsError, fakeAccount, type Answers } from '../fake-account.ts'
import { inventory, teardown } from '../reset.ts'
import { cloudformationStack as kind } from './cloudformation-stack.ts'

const options = { signal: new AbortController().signal, report: () => undefined }
const arn = (name: string) => `arn:aws:cloudformation:eu-west-1:123456789012:stack/${name}/1`
const mine = [{ Key: 'slipway-lab', Value: 'a-lab' }]

interface Standing {
  StackName: string
  StackId: string
  StackStatus: string
  CreationTime: Date
  Tags?: { Key: string; Value: string }[]
  ParentId?: string
  EnableTerminationProtection?: boolean
  /** The stack whose export it uses. */
  imports?: string
}

/** Stacks that go when they are deleted, unless another imports of them or `stuck` says why not. */
function world(
  stacks: (Partial<Standing> & { StackName: string })[],
  { stuck, change }: { stuck?: () => string | undefined; change?: Answers } = {},
) {
  const standing = new Map<string, Standing>(
    stacks.map((stack, index) => [
      arn(stack.StackName),
      {
        ...{ StackId: arn(stack.StackName), StackStatus: 'CREATE_COMPLETE' },
        ...{ CreationTime: new Date(1e12 + index * 60_000), ...stack },
      },
    ]),
  )
  const failed = (stack: Standing, StackStatusReason: string) =>
    Object.assign(stack, { StackStatus: 'DELETE_FAILED', StackStatusReason })
  const account = fakeAccount({
    GetCallerIdentity: () => ({ Account: '123456789012' }),
    GetResources: () => ({
      ResourceTagMappingList: [...standing.values()]
        .filter(({ Tags }) => Tags === mine)
        .map(({ StackId }) => ({ ResourceARN: StackId })),
    }),
    ListRoles: () => ({ Roles: [] }),
    DescribeStacks: ({ StackName }: { StackName?: string }) => {
      if (StackName === undefined) return { Stacks: [...standing.values()] }
      const stack = standing.get(StackName)
      return stack
        ? { Stacks: [stack] }
        : awsError('ValidationError', `Stack with id ${StackName} does not exist`)
    },
    DescribeStackResources: () => ({
      StackResources: [
        { LogicalResourceId: 'Kept', ResourceStatus: 'DELETE_COMPLETE' },
        {
          ...{ LogicalResourceId: 'Cluster', ResourceStatus: 'DELETE_FAILED' },
          ResourceStatusReason: 'The Cluster cannot be deleted while Services are active.',
        },
      ],
    }),
    UpdateTerminationProtection: ({ StackName }: { StackName: string }) => {
      Object.assign(standing.get(arn(StackName)) ?? {}, { EnableTerminationProtection: false })
      return {}
    },
    DeleteStack: ({ StackName }: { StackName: string }) => {
      const stack = standing.get(StackName)
      if (!stack) return {}
      if (stack.EnableTerminationProtection) return awsError('ValidationError', 'it is protected')
      const user = [...standing.values()].find(({ imports }) => imports === stack.StackName)
      const reason = stuck?.()
      if (user) failed(stack, `Cannot delete export x as it is in use by ${user.StackName}.`)
      else if (reason !== undefined) failed(stack, reason)
      else standing.delete(StackName)
      return {}
    },
    ...change,
  })
  const sent = (name: string) =>
    account.sent.filter(one => one.name === name).map(({ input }) => input['StackName'])
  return { account, standing, sent }
}

test('stacks are found by tag, and another’s are not touched', async () => {
  const { account, standing } = world([
    { StackName: 'case', Tags: mine },
    { StackName: 'of-another', Tags: [{ Key: 'slipway-lab', Value: 'b-lab' }] },
    { StackName: 'CDKToolkit' },
  ])
  const { deleted, left } = await teardown(account, 'a-lab', [], options)
  expect(deleted.map(({ id }) => id)).toEqual([arn('case')])
  expect(left).toEqual([])
  expect([...standing.keys()]).toEqual(['of-another', 'CDKToolkit'].map(arn))
})

test('one that the ledger lists without the tag is kept, and said', async () => {
  const { account, standing } = world([{ StackName: 'other' }])
  const ledger = [{ type: kind.type, id: arn('other') }]
  const { left } = await teardown(account, 'a-lab', ledger, options)
  expect(left).toMatchObject([{ reason: expect.stringContaining('slipway-lab=a-lab') as string }])
  expect(standing.size).toBe(1)
})

test('the newest goes first, and nobody is asked twice', async () => {
  const names = ['network', 'data', 'service']
  const { account, sent } = world([
    { StackName: 'network', Tags: mine },
    { StackName: 'data', Tags: mine, imports: 'network' },
    { StackName: 'service', Tags: mine, imports: 'data' },
  ])
  expect((await teardown(account, 'a-lab', [], options)).left).toEqual([])
  expect(sent('DeleteStack')).toEqual(names.reverse().map(arn))
})

test('an older one that came to use a newer one’s export: the newer is tried again after it', async () => {
  const { account, standing, sent } = world([
    { StackName: 'old', Tags: mine, imports: 'new' },
    { StackName: 'new', Tags: mine },
  ])
  expect((await teardown(account, 'a-lab', [], options)).left).toEqual([])
  expect(sent('DeleteStack')).toEqual(['new', 'old', 'new'].map(arn))
  expect(standing.size).toBe(0)
})

test('a nested stack goes with the one that made it', async () => {
  const { account } = world([
    { StackName: 'parent', Tags: mine },
    { StackName: 'parent-Nested-1', Tags: mine, ParentId: arn('parent') },
  ])
  const found = await inventory(account, 'a-lab', [])
  expect(found.map(({ id }) => id)).toEqual([arn('parent')])
})

test('termination protection is lifted first', async () => {
  const { account, standing, sent } = world([
    { StackName: 'x', Tags: mine, EnableTerminationProtection: true },
  ])
  expect((await teardown(account, 'a-lab', [], options)).left).toEqual([])
  expect(sent('UpdateTerminationProtection')).toEqual(['x'])
  expect(standing.size).toBe(0)
})

test('one that is changing is deleted when it has come to rest', async () => {
  const { account, standing, sent } = world([
    { StackName: 'x', Tags: mine, StackStatus: 'UPDATE_IN_PROGRESS' },
  ])
  const seen: string[] = []
  const report = (message: string) => {
    seen.push(`${message}; asked ${sent('DeleteStack').length}`)
    Object.assign(standing.get(arn('x')) ?? {}, { StackStatus: 'UPDATE_COMPLETE' })
  }
  await kind.remove(
    account,
    { type: kind.type, id: arn('x'), label: 'stack x', order: 0 },
    { ...options, report },
  )
  expect(seen).toEqual(['Waiting for stack x: UPDATE_IN_PROGRESS; asked 0'])
  expect(standing.size).toBe(0)
})

test('one that failed to go is tried again, and says what of it stands and why', async () => {
  const { account, sent } = world([{ StackName: 'x', Tags: mine, StackStatus: 'DELETE_FAILED' }], {
    stuck: () => 'The following resource(s) failed to delete: [Cluster].',
  })
  const { left } = await teardown(account, 'a-lab', [], options)
  expect(left).toMatchObject([
    {
      item: { label: 'stack x, with all that it made' },
      reason:
        'The following resource(s) failed to delete: [Cluster]. Cluster: The Cluster cannot be deleted while Services are active.',
    },
  ])
  expect(sent('DeleteStack')).toHaveLength(2)
})

test('what stood in a stack’s way goes after it, and then the stack', async () => {
  const group = 'arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/web'
  let stands = true
  const { account, standing, sent } = world([{ StackName: 'x', Tags: mine }], {
    stuck: () => (stands ? 'The following resource(s) failed to delete: [Cluster].' : undefined),
    change: {
      DescribeLogGroups: () => ({ logGroups: stands ? [{ logGroupName: '/ecs/web' }] : [] }),
      ListTagsForResource: () => ({ tags: { 'slipway-lab': 'a-lab' } }),
      DeleteLogGroup: () => {
        stands = false
        return {}
      },
    },
  })
  const { left } = await teardown(account, 'a-lab', [{ type: 'logs:log-group', id: group }], options)
  expect(left).toEqual([])
  expect(sent('DeleteStack')).toHaveLength(2)
  expect(standing.size).toBe(0)
})
