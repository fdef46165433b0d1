import { createServer } from 'node:http'
import { DescribeClustersCommand, ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'

/** A program for tasks in tests: it does what JOB says, with clients that know nothing but their environment, and prints a line. */

const { JOB = '{}', HOST = '0.0.0.0', PORT = '8080' } = process.env
const print = (found: object) => void process.stdout.write(`${JSON.stringify(found)}\n`)
const job = JSON.parse(JOB) as { do?: string; url?: string; port?: number; timeoutMs?: number }

async function answer(): Promise<object> {
  switch (job.do) {
    case 'identity':
      return new STSClient({}).send(new GetCallerIdentityCommand({}))
    case 'describe':
      return new ECSClient({}).send(new DescribeClustersCommand({ clusters: ['lab'] }))
    case 'list':
      return new ECSClient({}).send(new ListClustersCommand({}))
    case 'get': {
      const response = await fetch(job.url ?? '', { signal: AbortSignal.timeout(job.timeoutMs ?? 30_000) })
      return { body: await response.text() }
    }
    case 'environment':
      return Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(AWS|ECS)_/.test(name)))
    default:
      throw new Error(`The tool knows no job ${JOB}.`)
  }
}

if (job.do === 'serve') {
  createServer((_request, response) => response.end(`hello from ${job.port}`)).listen(Number(PORT), HOST)
} else {
  answer().then(
    found => print(found),
    (error: Error) => {
      const { name, message, cause } = error as Error & { cause?: { code?: string } }
      const timedOut = name === 'TimeoutError' && { cause: 'TIMEOUT' }
      print({ name, message, ...(cause && { cause: cause.code }), ...timedOut })
    },
  )
}
