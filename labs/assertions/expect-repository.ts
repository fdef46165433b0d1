import { DescribeRepositoriesCommand, ListTagsForResourceCommand } from '@aws-sdk/client-ecr'
import type { LabAccount, Verdict } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { fail, pass, tagMissing } from './verdicts.ts'

/** An ECR repository of that name. Gives `repositoryUri`, and `registry`, the part of it that docker logs in to. */
export async function expectRepository(
  { aws }: LabAccount,
  { name, lab }: { name: string; lab: string },
): Promise<Verdict> {
  const repository = await find()
  if (!repository) {
    return fail('repository-missing', {
      title: 'No repository yet',
      expected: `a repository ${name} in your registry`,
      observed: 'none of that name',
      next: `Run this step’s command. A name has small letters and digits, and hyphens, dots, underscores or slashes between them; anything else is an InvalidParameterException: \`aws ecr create-repository --repository-name ${name} --tags Key=slipway-lab,Value=${lab}\``,
    })
  }
  const { repositoryArn = '', repositoryUri = '' } = repository
  const { tags } = await aws.ecr.send(new ListTagsForResourceCommand({ resourceArn: repositoryArn }))
  const untagged = tagMissing(tags, {
    lab,
    what: `a repository ${name}`,
    command: `aws ecr tag-resource --resource-arn ${repositoryArn} --tags Key=slipway-lab,Value=${lab}`,
  })
  if (untagged) return untagged
  return pass(
    `The repository ${name} is there; its images have the address ${repositoryUri}.`,
    { repositoryUri, registry: repositoryUri.split('/')[0] ?? '' },
    [{ type: 'ecr:repository', id: repositoryArn }],
  )

  async function find() {
    try {
      const answer = await aws.ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [name] }))
      return answer.repositories?.[0]
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw error
    }
  }
}
