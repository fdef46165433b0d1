import { expectRepository } from '../../assertions/expect-repository.ts'
import { defineStep } from '../../define.ts'
import { LAB, REPOSITORY, tag } from '../names.ts'

export default defineStep({
  title: 'Create the repository',
  commands: () => [`aws ecr create-repository --repository-name ${REPOSITORY} --tags ${tag}`],
  check: account => expectRepository(account, { name: REPOSITORY, lab: LAB }),
  hints: ['It is the shelf for the images that the builds will push: aws ecr create-repository.'],
  solve: 'commands',
  timeout: '1m',
  reads: ['ecr:DescribeRepositories', 'ecr:ListTagsForResource'],
})
