import { DeregisterTaskDefinitionCommand, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import type { InventoryItem } from './inventory.ts'
import { itemOf, resourcePart, type ResourceKind } from './resource-kind.ts'

/** Revisions of task definitions. A deregistered one stays listed as INACTIVE on AWS, costs nothing and starts nothing. */
export const ecsTaskDefinition: ResourceKind = {
  type: 'ecs:task-definition',
  order: 90,

  async standing(account, labId, ids) {
    const items: InventoryItem[] = []
    for (const id of ids) {
      const revision = await describe(id)
      if (revision?.taskDefinition?.status !== 'ACTIVE') continue
      const label = `task definition ${resourcePart(id).split('/')[1]}`
      items.push(...itemOf(ecsTaskDefinition, labId, revision.tags, { id, label }))
    }
    return items

    async function describe(taskDefinition: string) {
      try {
        return await account.aws.ecs.send(
          new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] }),
        )
      } catch (error) {
        // ECS has no NotFound for these: it says "Unable to describe task definition."
        if (error instanceof Error && error.name === 'ClientException') return undefined
        throw error
      }
    }
  },

  async remove(account, { id }) {
    await account.aws.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: id }))
  },
}
