import { expectPushed } from '../../assertions/expect-pushed.ts'
import { defineStep } from '../../define.ts'
import { login, REPOSITORY, uri } from '../names.ts'

export default defineStep({
  title: 'Log in, and push',
  needs: ['create-repository', 'build-and-tag'],
  commands: context => [
    login(context),
    `docker push ${uri(context)}:1`,
    `aws ecr describe-images --repository-name ${REPOSITORY} --query 'imageDetails[].{tags:imageTags,digest:imageDigest,bytes:imageSizeInBytes}'`,
  ],
  check: account =>
    expectPushed(account, { repository: REPOSITORY, uri: uri(account), tag: '1', login: login(account) }),
  hints: [
    'docker does not know your AWS credentials: ECR gives it a password, for twelve hours.',
    'The password goes from one program to the other by |, so it stands in no history. The user is always AWS.',
    'You log in to the registry, the part before the first slash, not to the repository.',
  ],
  solve: 'commands',
  timeout: '2m',
  reads: ['ecr:DescribeImages'],
})
