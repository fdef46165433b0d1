import type { LabAccount, Verdict } from '../define.ts'
import { fail, pass, waiting, type Waiting } from './verdicts.ts'

export interface ExpectedAnswers {
  /** Name of the load balancer, as in `web-123.eu-west-1.elb.amazonaws.com`. */
  dnsName: string
  /** How many different tasks must answer. */
  tasks: number
  /** The version that each answer must name; any when absent. */
  version?: string
}

interface Answer {
  version: string
  task: string
}

const ASKED = 24

/** The site answers at /version through the load balancer, from several tasks, and all answers are of the version. */
export async function expectAnswers(account: LabAccount, expected: ExpectedAnswers): Promise<Verdict> {
  const { dnsName, tasks, version } = expected
  const url = `http://${dnsName}/version`
  const answers: Answer[] = []
  for (let asked = 0; asked < ASKED; asked++) {
    const answer = await ask(account, url)
    if ('status' in answer) return answer
    answers.push(answer)
    const different = new Set(answers.map(({ task }) => task)).size
    if (version === undefined && different >= tasks) break
  }
  const different = [...new Set(answers.map(({ task }) => task))]
  const names = different.map(task => (/^[0-9a-f]{32}$/.test(task) ? task.slice(0, 6) : task))
  const old = answers.filter(answer => version !== undefined && answer.version !== version)
  if (old.length > 0) {
    return waiting('old-version-answers', {
      title: 'The old version still answers',
      expected: `version ${version} from every task`,
      observed: `${old.length} of ${answers.length} answers were of version ${old[0]?.version}`,
      next: 'Wait: tasks of the old version end what they are at, then leave.',
      retryAfterSeconds: 5,
      aboutSeconds: 60,
    })
  }
  if (different.length < tasks) {
    return waiting('too-few-tasks-answer', {
      title: `${names.length === 1 ? 'One task answers' : `${names.length} tasks answer`} so far`,
      expected: `answers from ${tasks} different tasks`,
      observed: `${answers.length} answers, all from ${names.join(', ')}`,
      next: 'Wait: the other task is not in the rotation yet.',
      retryAfterSeconds: 5,
      aboutSeconds: 45,
    })
  }
  return pass(`The tasks ${names.join(' and ')} answer${version ? ` with version ${version}` : ''}.`)
}

async function ask(account: LabAccount, url: string): Promise<Answer | Verdict> {
  let status: number
  let body: string
  try {
    ;({ status, body } = await account.http(url))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
      return notYet('name-not-known', {
        title: 'The address is not known everywhere yet',
        observed: `the name of ${url} does not resolve`,
        next: 'Wait: a new load balancer’s name needs a minute to travel.',
      })
    }
    throw error
  }
  if (status === 200) {
    const answer = parse(body)
    if (answer) return answer
    return fail('not-our-app', {
      title: 'Something else answers',
      expected: 'the demo web server, which says its version and its task at /version',
      observed: `status 200, and: ${body.slice(0, 80)}`,
      next: 'Look at "image" in the task definition.',
    })
  }
  if (status === 503 || status === 502 || status === 504) {
    const meaning = {
      502: 'the task refused the connection or broke it off',
      503: 'the load balancer has no task to send it to',
      504: 'the task did not answer in time',
    }[status]
    return notYet('site-unavailable', {
      title: 'The site does not answer yet',
      observed: `status ${status}: ${meaning}`,
      next: 'Wait a moment. If it stays so, check the step that creates the service: it says what is wrong.',
    })
  }
  return fail('site-status', {
    title: `The site answers ${status}`,
    expected: 'status 200 at /version',
    observed: `status ${status}: ${body.slice(0, 80)}`,
    next: 'Look at the listener’s rules on the Map: do they forward to the target group?',
  })
}

function notYet(reason: string, texts: Pick<Waiting, 'title' | 'observed' | 'next'>): Waiting {
  return waiting(reason, {
    ...texts,
    expected: 'status 200 at /version',
    retryAfterSeconds: 5,
    aboutSeconds: 60,
  })
}

function parse(body: string): Answer | undefined {
  try {
    const { version, task } = JSON.parse(body) as Partial<Answer>
    return typeof version === 'string' && typeof task === 'string' ? { version, task } : undefined
  } catch {
    return undefined
  }
}
