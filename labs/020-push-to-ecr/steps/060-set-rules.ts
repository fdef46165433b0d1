import { DescribeRepositoriesCommand, GetLifecyclePolicyCommand } from '@aws-sdk/client-ecr'
import { fail, pass } from '../../assertions/verdicts.ts'
import type { LabAccount } from '../../define.ts'
import { defineStep } from '../../define.ts'
import { isNotFound } from '../../explain-errors.ts'
import { REPOSITORY, uri } from '../names.ts'

const immutable = `aws ecr put-image-tag-mutability --repository-name ${REPOSITORY} --image-tag-mutability IMMUTABLE`
const lifecycle = `aws ecr put-lifecycle-policy --repository-name ${REPOSITORY} --lifecycle-policy-text file://lifecycle-policy.json`

export default defineStep({
  title: 'Set rules for tags and for old images',
  needs: ['push', 'push-second'],
  commands: context => [
    immutable,
    `docker tag ${REPOSITORY}:2 ${uri(context)}:1; docker push ${uri(context)}:1 || echo 'Refused, as it should be.'`,
    `cat lifecycle-policy.json; ${lifecycle}`,
  ],
  check: async ({ aws }) => {
    const { repositories } = await aws.ecr.send(
      new DescribeRepositoriesCommand({ repositoryNames: [REPOSITORY] }),
    )
    const mutability = repositories?.[0]?.imageTagMutability
    if (mutability !== 'IMMUTABLE') {
      return fail('tags-mutable', {
        title: 'Tags can still be moved',
        expected: `${REPOSITORY} with imageTagMutability IMMUTABLE`,
        observed: mutability ?? 'MUTABLE',
        next: `Fasten them: \`${immutable}\``,
      })
    }
    const rules = await rulesOf(aws)
    if (rules === undefined) {
      return fail('lifecycle-missing', {
        title: 'No lifecycle policy yet',
        expected: `a lifecycle policy on ${REPOSITORY}`,
        observed: 'none',
        next: `Put the one in your folder: \`${lifecycle}\`. An InvalidParameterException says which rule it does not like: a rule for tagged images needs a list of prefixes or patterns.`,
      })
    }
    return pass(`A tag stays on its image, and ${rules} rules clear away what is old.`)
  },
  hints: [
    'The first rule is a setting of the repository, the second a document.',
    'The second command is meant to fail at its push: that is the proof.',
    'lifecycle-policy.json lies in the lab’s folder; file:// before its name reads it.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['ecr:DescribeRepositories', 'ecr:GetLifecyclePolicy'],
})

/** How many rules the repository's lifecycle policy has; undefined without one. */
async function rulesOf(aws: LabAccount['aws']): Promise<number | undefined> {
  try {
    const answer = await aws.ecr.send(new GetLifecyclePolicyCommand({ repositoryName: REPOSITORY }))
    const { rules = [] } = JSON.parse(answer.lifecyclePolicyText ?? '{}') as { rules?: unknown[] }
    return rules.length
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}
