import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { Server } from 'socket.io'
import type {
  ApiError,
  ClientEvents,
  DeploymentsDto,
  LabState,
  LoadDto,
  LogsDto,
  MapDto,
  ServerEvents,
  StepState,
} from '../../../../lab-runner/contract.ts'
import { emptyMap, freshLab, hintTexts, labId, runOf, verdict } from './fake-lab.ts'
import { FakeTerminal } from './fake-terminal.ts'
import { breakable, busyMetrics, shiftingLoad } from './fake-traffic.ts'

interface Answer {
  status: number
  body: unknown
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** lab-runner's contract over real HTTP and socket.io, without accounts and shells: what a page's tests talk to. */
export class FakeRunner {
  lab: LabState = freshLab()
  map: MapDto = emptyMap()
  deployments: DeploymentsDto['deployments'] = []
  /** What AWS answers to a button instead of doing it. */
  refusesAction: ApiError | null = null
  logs: LogsDto['events'] = []
  load: LoadDto | null = null
  chaos = breakable
  /** Refuses everything, as to a browser without the cookie. */
  signedIn = true
  /** Serves the pages and nothing else, as a plain web server without lab-runner would. */
  silent = false
  /** Milliseconds that a run, and then a check, take. */
  pace = 60
  readonly terminals: FakeTerminal[] = []
  /** `POST create-cluster/run`, in order. */
  readonly requests: string[] = []
  readonly #site: string
  readonly #http = createServer((request, response) => void this.#answer(request, response))
  #io = this.#sockets()

  constructor(site: string) {
    this.#site = site
    this.#addTerminal()
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>(resolve => this.#http.listen(port, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    await this.#io.close()
    this.#http.closeAllConnections()
  }

  /** Cuts every socket, as a network does; the pages come back by themselves. */
  cut(): void {
    for (const socket of this.#io.sockets.sockets.values()) socket.conn.close()
  }

  step(id: string): StepState {
    const step = this.lab.steps.find(other => other.id === id)
    if (step === undefined) throw new Error(`no step ${id}`)
    return step
  }

  /** Changes a step and tells every page. */
  change(id: string, changes: Partial<StepState>): StepState {
    const step = Object.assign(this.step(id), changes)
    this.#unblock()
    this.#io.emit('step', step)
    return step
  }

  /** Changes the lab and tells every page. */
  changeLab(changes: Partial<LabState>): void {
    Object.assign(this.lab, changes)
    const { account, terminals, previewUrl, labRun, costPerHour, obstacle } = this.lab
    this.#io.emit('lab', { account, terminals, previewUrl, labRun, costPerHour, obstacle })
  }

  /** Marks the first steps done. */
  finish(count: number): void {
    for (const { id } of this.lab.steps.slice(0, count))
      this.change(id, { status: 'done', verdict: verdict('pass') })
  }

  outdated(): void {
    this.#io.emit('outdated', { version: '9.9.9' })
  }

  #unblock(): void {
    this.lab.steps.forEach((step, index) => {
      const before = this.lab.steps[index - 1]
      const open = before === undefined || before.status === 'done' || before.status === 'shown'
      const blockedBy = open ? [] : [before.id]
      if (step.blockedBy.join() === blockedBy.join()) return
      step.blockedBy = blockedBy
      this.#io.emit('step', step)
    })
  }

  #addTerminal(): FakeTerminal {
    const id = `t${this.terminals.length + 1}`
    const title = this.terminals.length === 0 ? 'bash' : `bash ${this.terminals.length + 1}`
    const terminal = new FakeTerminal(id, title, (offset, data) => {
      this.#io.to(`terminal ${id}`).emit('terminal:data', { terminalId: id, offset, data })
    })
    this.terminals.push(terminal)
    this.lab.terminals = [...this.lab.terminals, { id, title, alive: true }]
    return terminal
  }

  #sockets(): Server<ClientEvents, ServerEvents> {
    const io = new Server<ClientEvents, ServerEvents>(this.#http, {
      allowRequest: (_request, answer) => answer(null, this.signedIn && !this.silent),
    })
    io.on('connection', socket => {
      const find = (id: string) => this.terminals.find(terminal => terminal.id === id)
      socket.on('join', (message, answer) => {
        answer(
          message.labId === labId ? this.lab : refusal('unknown-lab', `There is no lab ${message.labId}.`),
        )
      })
      socket.on('terminal:attach', ({ terminalId, from }, answer) => {
        const terminal = find(terminalId)
        if (terminal === undefined) return answer(refusal('unknown-terminal', 'There is no such terminal.'))
        const offset = Math.min(from, terminal.history.length)
        answer({ offset, columns: terminal.columns, rows: terminal.rows })
        socket.emit('terminal:data', { terminalId, offset, data: terminal.history.subarray(offset) })
        void socket.join(`terminal ${terminalId}`)
      })
      socket.on('terminal:input', ({ terminalId, data }) => find(terminalId)?.type(data))
      socket.on('terminal:ack', ({ terminalId, offset }) => {
        const terminal = find(terminalId)
        if (terminal !== undefined) terminal.acknowledged = offset
      })
      socket.on('terminal:resize', ({ terminalId, columns, rows }) => {
        Object.assign(find(terminalId) ?? {}, { columns, rows })
      })
    })
    return io
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://fake').pathname
    if (path.startsWith('/socket.io')) return
    if (!path.startsWith('/api/')) return this.#file(path, response)
    if (this.silent) {
      request.socket.destroy()
      return
    }
    const { status, body } = this.signedIn
      ? await this.#api(request, path)
      : { status: 401, body: refusal('not-signed-in', 'You are not signed in.') }
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
  }

  async #file(path: string, response: ServerResponse): Promise<void> {
    const file = join(this.#site, path.endsWith('/') ? `${path}index.html` : path)
    try {
      const content = await readFile(file)
      response
        .writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' })
        .end(content)
    } catch {
      response.writeHead(404).end()
    }
  }

  async #api(request: IncomingMessage, path: string): Promise<Answer> {
    const method = request.method ?? 'GET'
    const tail = path.replace(`/api/labs/${labId}/`, '')
    if (method !== 'GET') this.requests.push(`${method} ${tail}`)
    const body = await bodyOf(request)
    if (path === '/api/me') return ok({ learnerId: 'l1', name: 'Learner', version: '0.1.0' })
    if (path === '/api/account/time-scale') {
      this.changeLab({ account: { ...this.lab.account, timeScale: Number(body['scale']) } })
      return ok(this.lab.account)
    }
    if (path === '/api/account/confirm') {
      this.changeLab({ account: { ...this.lab.account, confirmed: true } })
      return ok(this.lab.account)
    }
    if (path === '/api/account') {
      const aws = { target: 'aws', accountId: '111122223333', confirmed: false, timeScale: 1 } as const
      if (method === 'PUT' && body['target'] === 'aws')
        this.changeLab({ account: { ...this.lab.account, ...aws } })
      return ok(this.lab.account)
    }
    if (tail === 'map') return ok({ ...this.map, readAt: Date.now() })
    if (tail === 'deployments' && method === 'GET') return ok(this.#deployments())
    if (tail === 'deployments') {
      const hook = typeof body['hookId'] === 'string' ? ` ${body['hookId']}` : ''
      this.requests.push(`${String(body['action'])} ${String(body['deployment'])}${hook}`)
      if (this.refusesAction !== null) return { status: 409, body: this.refusesAction }
      return { status: 201, body: { message: `Done: ${String(body['action'])}.` } }
    }
    if (tail === 'logs') return ok(this.#tail(request.url ?? ''))
    if (tail === 'metrics') return ok(busyMetrics())
    if (tail === 'load' || tail === 'load/stop') return this.#loadAction(method, tail, body)
    if (tail === 'chaos') {
      return ok(method === 'GET' ? this.chaos : { message: `Done: ${String(body['action'])}.` })
    }
    if (tail === 'terminals') {
      const { id, title } = this.#addTerminal()
      this.changeLab({})
      return ok({ id, title, alive: true })
    }
    if (tail.startsWith('terminals/')) {
      this.changeLab({ terminals: this.lab.terminals.filter(({ id }) => id !== tail.slice(10)) })
      return { status: 204, body: null }
    }
    if (tail === 'reset') return method === 'GET' ? ok(plan) : ok(this.#reset())
    const [, stepId = '', action] = /^steps\/([^/]+)\/(.+)$/.exec(tail) ?? []
    return this.#stepAction(stepId, action, body)
  }

  #deployments(): DeploymentsDto {
    const { timeScale } = this.lab.account
    return { readAt: Date.now(), timeScale, deployments: this.deployments, problem: null }
  }

  #loadAction(method: string, tail: string, body: Record<string, unknown>): Answer {
    if (tail === 'load/stop' && this.load) this.load = { ...this.load, running: false, endsAt: Date.now() }
    else if (method === 'POST') {
      this.load = shiftingLoad(Number(body['requestsPerSecond']), Number(body['seconds']))
    }
    return this.load ? ok(this.load) : { status: 204, body: null }
  }

  #stepAction(stepId: string, action: string | undefined, body: Record<string, unknown>): Answer {
    if (action === 'hint') {
      return ok(this.change(stepId, { hints: hintTexts.slice(0, Number(body['index']) + 1) }))
    }
    if (action !== 'run' && action !== 'check' && action !== 'solve') {
      return { status: 409, body: refusal('busy', 'Something else is under way.') }
    }
    const run = runOf(action, stepId, { terminalId: 't1' })
    this.change(stepId, { status: action === 'check' ? 'checking' : 'running', lastRun: run })
    setTimeout(() => this.#finishRun(stepId, action), this.pace)
    return { status: 201, body: run }
  }

  #finishRun(stepId: string, action: 'run' | 'check' | 'solve'): void {
    const step = this.step(stepId)
    const attempt = (step.verdict?.attempt ?? 0) + 1
    if (step.lastRun === null || step.status === 'stopped') return
    if (action !== 'check') {
      for (const command of step.commands) this.terminals[0]?.run(command, '{ "status": "ACTIVE" }\n', 0)
    }
    const lastRun = {
      ...step.lastRun,
      status: 'succeeded' as const,
      exitCode: action === 'check' ? null : 0,
      endedAt: Date.now(),
    }
    this.change(stepId, { status: 'checking', lastRun })
    const status = action === 'solve' ? 'shown' : 'done'
    setTimeout(() => this.change(stepId, { status, verdict: verdict('pass', { attempt }) }), this.pace)
  }

  #reset() {
    const run = runOf('reset', null, { message: 'Deleting service web, 2 tasks' })
    this.changeLab({ labRun: run })
    setTimeout(() => {
      const message = 'A second inventory found nothing.'
      this.#io.emit('run', { ...run, status: 'succeeded', message, endedAt: Date.now() })
      this.changeLab({ labRun: null })
    }, this.pace * 4)
    return run
  }

  #tail(url: string): LogsDto {
    const query = new URL(url, 'http://fake').searchParams
    const after = Number(query.get('after') ?? 0)
    const filter = query.get('filter') ?? ''
    const events = this.logs.slice(after).filter(({ message }) => message.includes(filter))
    return { groups: this.logs.length === 0 ? [] : ['/ecs/web'], events, next: String(this.logs.length) }
  }
}

const plan = {
  resources: [
    { type: 'ecs:service', id: 'web', label: 'Service web, 2 tasks', costPerHour: 0.0346 },
    {
      type: 'elasticloadbalancing:loadbalancer',
      id: 'web',
      label: 'Load balancer web, 1 listener',
      costPerHour: 0.0352,
    },
    { type: 'elasticloadbalancing:targetgroup', id: 'web', label: 'Target group web', costPerHour: 0 },
    { type: 'ecs:cluster', id: 'lab', label: 'Cluster lab', costPerHour: 0 },
  ],
}

const ok = (body: unknown): Answer => ({ status: 200, body })
const refusal = (code: string, message: string): ApiError => ({ code, message, next: 'Try again.' })

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}
