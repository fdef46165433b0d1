import { useState } from 'react'
import type { AccountDto, AccountRequest } from '../../../../lab-runner/contract.ts'

interface AccountFormProps {
  account: AccountDto
  busy: boolean
  onChoose: (request: AccountRequest) => void
}

type Way = 'practice' | 'profile' | 'keys'

/** Three ways to an account. Keys go to the lab-runner once; the page keeps none. */
export function AccountForm({ account, busy, onChoose }: AccountFormProps) {
  const [way, setWay] = useState<Way>(account.target === 'practice' ? 'practice' : 'profile')
  const submit = (event: React.SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const text = (name: string) => {
      const value = fields.get(name)
      return typeof value === 'string' ? value.trim() : ''
    }
    if (way === 'practice') onChoose({ target: 'practice' })
    else if (way === 'profile') onChoose({ target: 'aws', region: text('region'), profile: text('profile') })
    else
      onChoose({
        target: 'aws',
        region: text('region'),
        accessKeyId: text('accessKeyId'),
        secretAccessKey: text('secretAccessKey'),
        sessionToken: text('sessionToken'),
      })
  }
  return (
    <form className="account" onSubmit={submit} autoComplete="off">
      <fieldset>
        <legend className="sr">Account</legend>
        <Choice way="practice" chosen={way} onChoose={setWay} title="Practice account">
          On this machine, free, with time that can be hurried
        </Choice>
        <Choice way="profile" chosen={way} onChoose={setWay} title="AWS, with a profile">
          One of this machine’s <code>~/.aws</code> profiles
        </Choice>
        <Choice way="keys" chosen={way} onChoose={setWay} title="AWS, with temporary keys">
          Kept in the lab-runner’s memory only, until they expire
        </Choice>
      </fieldset>
      {way === 'practice' ? null : <Field name="region" label="Region" value={account.region} />}
      {way === 'profile' ? <Field name="profile" label="Profile" value="default" /> : null}
      {way === 'keys' ? (
        <>
          <Field name="accessKeyId" label="Access key id" />
          <Field name="secretAccessKey" label="Secret access key" secret />
          <Field name="sessionToken" label="Session token" secret />
        </>
      ) : null}
      <button type="submit" className="btn main" disabled={busy}>
        {busy ? 'Asking AWS who you are…' : 'See who that is'}
      </button>
    </form>
  )
}

interface ChoiceProps {
  way: Way
  chosen: Way
  onChoose: (way: Way) => void
  title: string
  children: React.ReactNode
}

function Choice({ way, chosen, onChoose, title, children }: ChoiceProps) {
  return (
    <label>
      <input type="radio" name="way" value={way} checked={way === chosen} onChange={() => onChoose(way)} />
      <span>
        <b>{title}</b>
        <small>{children}</small>
      </span>
    </label>
  )
}

function Field({
  name,
  label,
  value,
  secret,
}: {
  name: string
  label: string
  value?: string
  secret?: boolean
}) {
  return (
    <label className="line">
      {label}
      <input
        className="field"
        name={name}
        type={secret === true ? 'password' : 'text'}
        defaultValue={value}
        required
        spellCheck={false}
        autoComplete="off"
      />
    </label>
  )
}
