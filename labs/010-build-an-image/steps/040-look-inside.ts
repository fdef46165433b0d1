import { defineStep } from '../../define.ts'
import { fail, pass } from '../../assertions/verdicts.ts'

export default defineStep({
  title: 'Look inside, and leave something there',
  needs: ['run-container'],
  commands: () => [
    'docker logs hello',
    'docker exec hello id',
    'docker exec hello ls -l /app',
    `docker exec hello sh -c 'echo I was here > /app/visitor.txt'`,
    'docker diff hello',
  ],
  check: async ({ engine }) => {
    const changed = await engine.changes('hello')
    if (changed.includes('/app/visitor.txt')) {
      return pass('visitor.txt lies in the layer of this one container; the image does not know it.')
    }
    return fail('nothing-left', {
      title: 'Nothing was left there',
      expected: 'a file /app/visitor.txt in the container hello, and not in its image',
      observed: changed.length > 0 ? `it has changed ${changed.join(', ')}` : 'it is as its image has it',
      next: `Leave a file inside, not on this machine: \`docker exec hello sh -c 'echo I was here > /app/visitor.txt'\``,
    })
  },
  hints: [
    'docker exec runs one more program in a container that runs already.',
    'The redirection > belongs to a shell. Which shell is to write, the one here or the one inside?',
    'sh -c with the whole line in quotation marks hands it to the shell inside.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: [],
})
