import { DeleteParameterCommand, GetParameterCommand, ListTagsForResourceCommand } from '@aws-sdk/client-ssm'
import type { LabAccount } from '../define.ts'
import { itemOf, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'

/** Parameters of Parameter Store. */
export const parameter: ResourceKind = {
  type: 'ssm:parameter',
  order: 60,

  standing: (account, labId, ids) =>
    standingOneByOne(ids, async id => {
      const name = await nameOf(account, id)
      const { TagList } = await account.aws.ssm.send(
        new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: name }),
      )
      return itemOf(parameter, labId, TagList, { id, label: `parameter ${name}` })
    }),

  async remove(account, { id }) {
    await account.aws.ssm.send(new DeleteParameterCommand({ Name: await nameOf(account, id) }))
  },
}

/** An ARN does not tell whether a name begins with a slash. Throws AWS's ParameterNotFound. */
async function nameOf({ aws }: LabAccount, arn: string): Promise<string> {
  const { Parameter } = await aws.ssm.send(new GetParameterCommand({ Name: arn }))
  return Parameter?.Name ?? arn
}
