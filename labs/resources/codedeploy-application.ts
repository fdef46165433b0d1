import {
  DeleteApplicationCommand,
  GetApplicationCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-codedeploy'
import { itemOf, resourcePart, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'

/** Applications of CodeDeploy, after their deployment groups. */
export const codedeployApplication: ResourceKind = {
  type: 'codedeploy:application',
  order: 8,

  standing: ({ aws }, labId, ids) =>
    standingOneByOne(ids, async id => {
      const applicationName = nameOf(id)
      await aws.codedeploy.send(new GetApplicationCommand({ applicationName }))
      const { Tags } = await aws.codedeploy.send(new ListTagsForResourceCommand({ ResourceArn: id }))
      return itemOf(codedeployApplication, labId, Tags, { id, label: `application ${applicationName}` })
    }),

  async remove({ aws }, { id }) {
    await aws.codedeploy.send(new DeleteApplicationCommand({ applicationName: nameOf(id) }))
  },
}

/** `arn:…:application:shop` → `shop`. */
function nameOf(arn: string): string {
  return resourcePart(arn).slice('application:'.length)
}
