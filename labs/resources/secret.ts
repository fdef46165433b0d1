import { DeleteSecretCommand, DescribeSecretCommand } from '@aws-sdk/client-secrets-manager'
import { itemOf, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'

/** Secrets, deleted without a recovery window; those that a service keeps go with what it keeps them for. */
export const secret: ResourceKind = {
  type: 'secretsmanager:secret',
  order: 60,

  standing: ({ aws }, labId, ids) =>
    standingOneByOne(ids, async id => {
      const found = await aws.secrets.send(new DescribeSecretCommand({ SecretId: id }))
      // A secret with a recovery window is of no use any more, and goes by itself.
      if (found.OwningService !== undefined || found.DeletedDate) return []
      return itemOf(secret, labId, found.Tags, { id, label: `secret ${found.Name}` })
    }),

  async remove({ aws }, { id }) {
    await aws.secrets.send(new DeleteSecretCommand({ SecretId: id, ForceDeleteWithoutRecovery: true }))
  },
}
