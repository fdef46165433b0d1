import { CreateSecurityGroupCommand, EC2Client } from '@aws-sdk/client-ec2'
import { CreateClusterCommand, ECSClient } from '@aws-sdk/client-ecs'
import * as tagging from '@aws-sdk/client-resource-groups-tagging-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../start.ts'

let running: RunningSandbox
let client: tagging.ResourceGroupsTaggingAPIClient
let arns: { lab: string; other: string; group: string }

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
  const credentials = running.createAccount()
  const config = { endpoint: running.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 }
  client = new tagging.ResourceGroupsTaggingAPIClient(config)
  const cluster = (clusterName: string, lab: string) =>
    new ECSClient(config).send(
      new CreateClusterCommand({ clusterName, tags: [{ key: 'slipway-lab', value: lab }] }),
    )
  await cluster('lab', '040')
  await cluster('other', '050')
  const Tags = [
    { Key: 'slipway-lab', Value: '040' },
    { Key: 'Name', Value: 'web' },
  ]
  const TagSpecifications = [{ ResourceType: 'security-group' as const, Tags }]
  const { GroupId } = await new EC2Client(config).send(
    new CreateSecurityGroupCommand({ GroupName: 'web', Description: 'web', TagSpecifications }),
  )
  const arn = (service: string, rest: string) =>
    `arn:aws:${service}:eu-west-1:${credentials.accountId}:${rest}`
  arns = {
    lab: arn('ecs', 'cluster/lab'),
    other: arn('ecs', 'cluster/other'),
    group: arn('ec2', `security-group/${GroupId}`),
  }
})
afterAll(() => running.close())

const found = async (input: tagging.GetResourcesCommandInput) => {
  const { ResourceTagMappingList = [] } = await client.send(new tagging.GetResourcesCommand(input))
  return ResourceTagMappingList.map(({ ResourceARN }) => ResourceARN)
}
const lab = (...Values: string[]) => ({ TagFilters: [{ Key: 'slipway-lab', Values }] })

describe('GetResources', () => {
  test('finds by tags, types and ARNs', async () => {
    const { lab: one, other, group } = arns
    expect(await found(lab('040'))).toEqual([group, one])
    expect(await found(lab('040', '050'))).toEqual([group, one, other])
    expect(await found(lab())).toEqual([group, one, other])
    expect(await found(lab('060'))).toEqual([])
    expect(await found({ TagFilters: [...lab('040').TagFilters, { Key: 'Name', Values: ['web'] }] })).toEqual(
      [group],
    )
    expect(await found({ ResourceTypeFilters: ['ecs'] })).toEqual([one, other])
    expect(await found({ ResourceTypeFilters: ['ec2:security-group'] })).toEqual([group])
    expect(await found({ ResourceTypeFilters: ['ecs:service', 'ecs:clust'] })).toEqual([])
    expect(await found({ ResourceARNList: [other] })).toEqual([other])
  })

  test('comes in pages', async () => {
    const pages: number[] = []
    for await (const { ResourceTagMappingList = [] } of tagging.paginateGetResources(
      { client, pageSize: 2 },
      {},
    )) {
      pages.push(ResourceTagMappingList.length)
    }
    expect(pages).toEqual([2, 1])
  })

  test('refuses what AWS refuses', async () => {
    await expect(found({ ResourcesPerPage: 500 })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
    await expect(found({ ResourceARNList: ['x'], ...lab('040') })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
    await expect(found({ PaginationToken: '%%%' })).rejects.toMatchObject({
      name: 'PaginationTokenExpiredException',
    })
  })
})

test('tag keys and values in use are listed', async () => {
  expect((await client.send(new tagging.GetTagKeysCommand({}))).TagKeys).toEqual(['Name', 'slipway-lab'])
  expect((await client.send(new tagging.GetTagValuesCommand({ Key: 'slipway-lab' }))).TagValues).toEqual([
    '040',
    '050',
  ])
})
