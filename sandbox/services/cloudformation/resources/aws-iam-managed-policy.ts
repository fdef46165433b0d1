import { json, list, pick, text } from '../engine/properties.ts'
import type { Call } from '../engine/call.ts'
import type { Properties, ResourceType } from '../engine/resource-type.ts'

const OWNERS = [
  { property: 'Roles', kind: 'Role' },
  { property: 'Users', kind: 'User' },
  { property: 'Groups', kind: 'Group' },
] as const

/** A policy of its own, attached to roles, users and groups. */
export const awsIamManagedPolicy: ResourceType = {
  replaces: ['ManagedPolicyName', 'Path', 'Description'],
  updates: ['PolicyDocument', ...OWNERS.map(({ property }) => property)],
  required: ['PolicyDocument'],
  nameProperty: 'ManagedPolicyName',
  attributes: ['PolicyArn'],
  async create({ call, properties, name, made }) {
    const { Policy = {} } = await call<{ Policy?: Properties }>('iam', 'CreatePolicy', {
      PolicyName: text(properties, 'ManagedPolicyName') || name({ longest: 128 }),
      PolicyDocument: json(properties['PolicyDocument']),
      ...pick(properties, 'Path', 'Description'),
    })
    const physicalId = text(Policy, 'Arn')
    made(physicalId, { PolicyArn: physicalId })
    await attach(call, physicalId, properties, {})
    return { physicalId, attributes: { PolicyArn: physicalId } }
  },
  async update({ call, properties, physicalId: PolicyArn, before, changes }) {
    if (changes('PolicyDocument')) {
      await removeOldVersions(call, PolicyArn)
      const PolicyDocument = json(properties['PolicyDocument'])
      await call('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument, SetAsDefault: true })
    }
    await attach(call, PolicyArn, properties, before)
  },
  async remove({ call, properties, physicalId: PolicyArn }) {
    await attach(call, PolicyArn, {}, properties)
    await removeOldVersions(call, PolicyArn)
    await call('iam', 'DeletePolicy', { PolicyArn })
  },
}

async function attach(call: Call, PolicyArn: string, after: Properties, before: Properties): Promise<void> {
  for (const { property, kind } of OWNERS) {
    const now = list<string>(after, property)
    const then = list<string>(before, property)
    for (const owner of now.filter(one => !then.includes(one))) {
      await call('iam', `Attach${kind}Policy`, { [`${kind}Name`]: owner, PolicyArn })
    }
    for (const owner of then.filter(one => !now.includes(one))) {
      await call('iam', `Detach${kind}Policy`, { [`${kind}Name`]: owner, PolicyArn }).catch(
        (error: Error & { code?: string }) => {
          if (error.code !== 'NoSuchEntity') throw error
        },
      )
    }
  }
}

async function removeOldVersions(call: Call, PolicyArn: string): Promise<void> {
  type Versions = { Versions?: { VersionId: string; IsDefaultVersion: boolean }[] }
  const { Versions = [] } = await call<Versions>('iam', 'ListPolicyVersions', { PolicyArn })
  for (const { VersionId, IsDefaultVersion } of Versions) {
    if (!IsDefaultVersion) await call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId })
  }
}
