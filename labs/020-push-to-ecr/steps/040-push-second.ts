import { expectPushed, pushedLayers } from '../../assertions/expect-pushed.ts'
import { allOf, fail, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { login, REPOSITORY, uri } from '../names.ts'

const change = `echo 'Greetings from the second version.' > page.txt`

export default defineStep({
  title: 'Push a second version',
  needs: ['push'],
  commands: context => [
    change,
    `docker build --tag ${REPOSITORY}:2 --tag ${uri(context)}:2 .`,
    `docker push ${uri(context)}:2`,
    `aws ecr batch-get-image --repository-name ${REPOSITORY} --image-ids imageTag=2 --query 'images[0].imageManifest' --output text`,
  ],
  check: account =>
    allOf(
      () =>
        expectPushed(account, { repository: REPOSITORY, uri: uri(account), tag: '2', login: login(account) }),
      async ({ digest = '' }) => {
        const first = account.out['push']?.['digest'] ?? ''
        if (digest === first) {
          return fail('same-digest', {
            title: 'Both tags lead to the same image',
            expected: 'another image than that of tag 1',
            observed: `tags 1 and 2 have the digest ${digest.slice(0, 19)}…: nothing had changed`,
            next: `Change the page: ${change}. Then build and push once more: \`docker build --tag ${REPOSITORY}:2 --tag ${uri(account)}:2 .\`, \`docker push ${uri(account)}:2\``,
          })
        }
        const [old, now] = [
          await pushedLayers(account, REPOSITORY, first),
          await pushedLayers(account, REPOSITORY, digest),
        ]
        const shared = now.filter(layer => old.includes(layer)).length
        return pass(`${shared} of its ${now.length} layers were there already, and were not sent again.`)
      },
    ),
  hints: [
    'Another version is another tag; never move one that others already use.',
    'A build may give several names at once: --tag may stand there more than once.',
    'Watch the push: “Layer already exists” means that the registry has it by its digest.',
  ],
  solve: 'commands',
  timeout: '2m',
  reads: ['ecr:DescribeImages', 'ecr:BatchGetImage'],
})
