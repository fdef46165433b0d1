import { expectRepository } from '../../assertions/expect-repository.ts'
import { defineStep } from '../../define.ts'
import { LAB, REPOSITORY, tag } from '../names.ts'

export default defineStep({
  title: 'Create the repository',
  commands: () => [`aws ecr create-repository --repository-name ${REPOSITORY} --tags ${tag}`],
  check: account => expectRepository(account, { name: REPOSITORY, lab: LAB }),
  hints: [
    'A registry belongs to an account and a region and is there already; a repository in it is made.',
    'The command is aws ecr create-repository, with --repository-name and the tag by which Reset finds it.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['ecr:DescribeRepositories', 'ecr:ListTagsForResource'],
})
