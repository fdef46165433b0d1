import {
  DeleteRepositoryCommand,
  DescribeRepositoriesCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-ecr'
import { itemOf, resourcePart, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'

/** ECR repositories, with the images in them. */
export const ecrRepository: ResourceKind = {
  type: 'ecr:repository',
  order: 65,

  standing: ({ aws }, labId, ids) =>
    standingOneByOne(ids, async id => {
      const name = nameOf(id)
      await aws.ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [name] }))
      const { tags } = await aws.ecr.send(new ListTagsForResourceCommand({ resourceArn: id }))
      return itemOf(ecrRepository, labId, tags, { id, label: `repository ${name}, with its images` })
    }),

  async remove({ aws }, { id }) {
    await aws.ecr.send(new DeleteRepositoryCommand({ repositoryName: nameOf(id), force: true }))
  },
}

/** `arn:…:repository/team/web` → `team/web`. */
function nameOf(arn: string): string {
  return resourcePart(arn).split('/').slice(1).join('/')
}
