import { json, list, text } from '../engine/properties.ts'
import type { Call } from '../engine/call.ts'
import type { Properties, ResourceType } from '../engine/resource-type.ts'

const OWNERS = [
  { property: 'Roles', kind: 'Role' },
  { property: 'Users', kind: 'User' },
  { property: 'Groups', kind: 'Group' },
] as const

/** A policy within roles, users and groups. */
export const awsIamPolicy: ResourceType = {
  replaces: ['PolicyName'],
  updates: ['PolicyDocument', ...OWNERS.map(({ property }) => property)],
  required: ['PolicyName', 'PolicyDocument'],
  async create({ call, properties, name, made }) {
    const physicalId = name({ longest: 128 })
    made(physicalId)
    await put(call, properties, {})
    return { physicalId }
  },
  async update({ call, properties, before }) {
    await put(call, properties, before)
  },
  async remove({ call, properties }) {
    await takeAway(call, properties, {})
  },
}

async function put(call: Call, properties: Properties, before: Properties): Promise<void> {
  const PolicyName = text(properties, 'PolicyName')
  const PolicyDocument = json(properties['PolicyDocument'])
  for (const { property, kind } of OWNERS) {
    for (const owner of list<string>(properties, property)) {
      await call('iam', `Put${kind}Policy`, { [`${kind}Name`]: owner, PolicyName, PolicyDocument })
    }
  }
  await takeAway(call, before, properties)
}

/** Removes the policy from those that are not kept. */
async function takeAway(call: Call, properties: Properties, kept: Properties): Promise<void> {
  const PolicyName = text(properties, 'PolicyName')
  for (const { property, kind } of OWNERS) {
    for (const owner of list<string>(properties, property)) {
      if (list<string>(kept, property).includes(owner)) continue
      await call('iam', `Delete${kind}Policy`, { [`${kind}Name`]: owner, PolicyName }).catch(
        (error: Error & { code?: string }) => {
          if (error.code !== 'NoSuchEntity') throw error
        },
      )
    }
  }
}
