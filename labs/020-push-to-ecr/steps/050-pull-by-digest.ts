import { fail, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { REPOSITORY, uri } from '../names.ts'

export default defineStep({
  title: 'Pull by digest',
  needs: ['push'],
  commands: context => [
    `docker image rm ${REPOSITORY}:1 ${uri(context)}:1`,
    `docker pull ${uri(context)}@${context.out['push']?.['digest']}`,
    'docker image ls --digests --filter label=slipway-lab',
  ],
  check: async account => {
    const address = uri(account)
    const byDigest = `${address}@${account.out['push']?.['digest']}`
    const expected = `the image ${byDigest.slice(0, byDigest.indexOf('@') + 20)}…, pulled without a tag`
    const image = await account.engine.image(byDigest)
    if (!image) {
      return fail('not-pulled', {
        title: 'It is not here',
        expected,
        observed: 'no image of that digest in your Docker Engine',
        next: `Fetch it from the registry: \`docker pull ${byDigest}\``,
      })
    }
    const tags = image.tags.filter(tag => tag.endsWith(':1'))
    if (tags.length > 0) {
      return fail('has-tag', {
        title: 'It has a tag here',
        expected,
        observed: `the image has ${tags.join(' and ')}, so it was not pulled by digest alone`,
        next: `Take its names away: \`docker image rm ${tags.join(' ')}\`, then pull by digest: \`docker pull ${byDigest}\``,
      })
    }
    return pass('The first version is here again, by its digest alone: those bytes and no others.')
  },
  hints: [
    'docker image rm takes a name away; with the last name the image goes.',
    'A digest stands behind @, where a tag would stand behind a colon.',
  ],
  solve: 'commands',
  timeout: '2m',
  reads: [],
})
