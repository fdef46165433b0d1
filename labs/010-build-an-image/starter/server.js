import { createServer } from 'node:http'
import { hostname } from 'node:os'
import { paint } from 'paint'

// Settings come from outside, so one image serves many purposes.
const greeting = process.env.GREETING ?? 'Hello'
const port = Number(process.env.PORT ?? 8080)

const server = createServer((request, response) => {
  console.log(`${new Date().toISOString()} ${request.method} ${request.url}`)
  response.end(`${paint(greeting)} from ${hostname()}\n`)
})
server.listen(port, () => console.log(`Listening on ${port}.`))

process.once('SIGTERM', () => {
  console.log('SIGTERM: ending.')
  server.close(() => console.log('Ended.'))
  server.closeAllConnections()
})
