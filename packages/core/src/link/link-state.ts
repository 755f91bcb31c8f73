/** The states of a link to a provider (`STATES.md` beside this file) and where each event leads. */
export type LinkState = 'stopped' | 'connecting' | 'greeting' | 'open' | 'waiting'
export type LinkEvent = 'start' | 'opened' | 'greeted' | 'refused' | 'lost' | 'retry' | 'stop'

export const LINK_TABLE: Readonly<Record<LinkState, Readonly<Record<LinkEvent, LinkState>>>> = {
  stopped: {
    start: 'connecting',
    opened: 'stopped',
    greeted: 'stopped',
    refused: 'stopped',
    lost: 'stopped',
    retry: 'stopped',
    stop: 'stopped',
  },
  connecting: {
    start: 'connecting',
    opened: 'greeting',
    greeted: 'connecting',
    refused: 'waiting',
    lost: 'waiting',
    retry: 'connecting',
    stop: 'stopped',
  },
  greeting: {
    start: 'greeting',
    opened: 'greeting',
    greeted: 'open',
    refused: 'waiting',
    lost: 'waiting',
    retry: 'greeting',
    stop: 'stopped',
  },
  open: {
    start: 'open',
    opened: 'open',
    greeted: 'open',
    refused: 'waiting',
    lost: 'waiting',
    retry: 'open',
    stop: 'stopped',
  },
  waiting: {
    start: 'connecting',
    opened: 'waiting',
    greeted: 'waiting',
    refused: 'waiting',
    lost: 'waiting',
    retry: 'connecting',
    stop: 'stopped',
  },
}
