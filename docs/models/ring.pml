/*
 * The ring between a parent and a worker, and how one side wakes up the other: src/Runtime/Transport/SharedMemory, described in docs/wire.md.
 *
 * One writer and one reader, each on a processor with a buffer of stores that the other one does not see yet. Spin itself is sequentially consistent, and in
 * such a world the fences of the protocol would look superfluous. A buffer is emptied in order (x64), or with -DWEAK in any order that keeps stores to one
 * place in order and a release store behind all stores before it (arm64). Loads are made in program order: those of the protocol are acquire loads.
 *
 * The ring has CELLS cells. A record takes one or two, and is preceded by padding where it would cross the end. The second cell of a record has whatever bytes the
 * frame has: GARBAGE, which is not 0, so that a cell which is not cleared in time is taken for a record. The bells are the kernel's: they ring until they are heard.
 *
 * Records with an even number can wait until the reader looks by itself: a call, until a worker's body has ended, or the reply to a call whose thread is about to look for it. The others cannot
 * (a cancellation of that body, a record of a log). The reader says that it is busy, which holds while it looks as well, so that nobody has to write it for each call; and while it runs a body
 * nothing but a bell makes it look: it may run for ever.
 *
 * Checked: every record is read once, whole and in order, whatever is found in the ring is a record, nothing unread is overwritten, and nobody sleeps for ever (no
 * state without a successor before both sides are done). docs/models/check runs it, and also with one part of the protocol left out at a time (NO_...): each
 * of those has to fail, or the model would prove nothing about that part.
 */

#ifndef CELLS
#define CELLS 5
#endif
#ifndef RECORDS
#define RECORDS 4
#endif

/* The reader tells the writer about room once it is this much. */
#define PUBLISH_EVERY 2

#define NOTHING 0
#define PADDING 255
#define GARBAGE 254

/* What both map: a word and the other bytes of each cell, the reader's index, and the two flags. */
#define WORD(position) ((position) % CELLS)
#define BYTES(position) (CELLS + (position) % CELLS)
#define HEAD (2 * CELLS)
#define WAITING (2 * CELLS + 1)
#define ROOM_WANTED (2 * CELLS + 2)
#define PLACES (2 * CELLS + 3)

/* The values of WAITING: nobody, one who sleeps, one who runs a body. */
#define NOBODY 0
#define SLEEPER 1
#define BUSY 2

/* Whether a record can wait for the end of a body. */
#define CAN_WAIT(record) ((record) % 2 == 0)

#define WRITER 0
#define READER 1
#define DEPTH 4

byte memory[PLACES];
bool reader_bell, writer_bell;

/* What the reader of the model knows and that of the protocol does not: how many records were written, and the bell rung for where it has to be. */
byte announced;

byte stored_place[2 * DEPTH], stored_value[2 * DEPTH];
bool stored_release[2 * DEPTH];
byte stored[2];

inline store(cpu, address, content, is_release) {
    atomic {
        stored[cpu] < DEPTH;
        stored_place[cpu * DEPTH + stored[cpu]] = address;
        stored_value[cpu * DEPTH + stored[cpu]] = content;
        stored_release[cpu * DEPTH + stored[cpu]] = is_release;
        stored[cpu]++
    }
}

/* A processor sees its own stores at once, the newest one first. */
inline load(cpu, address, content) {
    d_step {
        content = memory[address];
        index = 0;
        do
        :: index < stored[cpu] ->
            if
            :: stored_place[cpu * DEPTH + index] == address -> content = stored_value[cpu * DEPTH + index]
            :: else
            fi;
            index++
        :: else -> break
        od;
        index = 0
    }
}

inline fence(cpu) { stored[cpu] == 0 }

inline exchange(cpu, address, content, before) {
    atomic {
        stored[cpu] == 0;
        before = memory[address];
        memory[address] = content
    }
}

/* Empties the buffer of one processor, a store at a time. */
proctype Buffer(byte who) {
    byte chosen, index;
    bool allowed;
end:
    do
    :: atomic {
        stored[who] > 0;
        chosen = 0;
#ifdef WEAK
        do
        :: chosen + 1 < stored[who] -> chosen++
        :: break
        od;
        allowed = (chosen == 0 || !stored_release[who * DEPTH + chosen]);
        index = 0;
        do
        :: index < chosen ->
            if
            :: stored_place[who * DEPTH + index] == stored_place[who * DEPTH + chosen] -> allowed = false
            :: else
            fi;
            index++
        :: else -> break
        od;
        if
        :: allowed
        :: else -> chosen = 0
        fi;
#endif
        memory[stored_place[who * DEPTH + chosen]] = stored_value[who * DEPTH + chosen];
        index = chosen;
        do
        :: index + 1 < stored[who] ->
            stored_place[who * DEPTH + index] = stored_place[who * DEPTH + index + 1];
            stored_value[who * DEPTH + index] = stored_value[who * DEPTH + index + 1];
            stored_release[who * DEPTH + index] = stored_release[who * DEPTH + index + 1];
            index++
        :: else -> break
        od;
        stored_place[who * DEPTH + index] = 0;
        stored_value[who * DEPTH + index] = 0;
        stored_release[who * DEPTH + index] = false;
        stored[who]--;
        chosen = 0;
        index = 0;
        allowed = false
    }
    od
}

/* The length word of a record: its number and its size, so that the reader can check both. */
#define COMMITTED(record, size) (2 * (record) + (size) - 1)

/* Room for padding and record, and for the word behind them that says that nothing is there yet. */
#ifdef NO_ROOM_FOR_THE_NEXT_WORD
#define FITS (tail - known_head + padding + size <= CELLS)
#else
#define FITS (tail - known_head + padding + size + 1 <= CELLS)
#endif

proctype Writer() {
    byte record = 1, size, padding, tail, known_head, value, index;
    do
    :: record <= RECORDS ->
        if
        :: size = 1
        :: size = 2
        fi;
        padding = (size > CELLS - tail % CELLS -> CELLS - tail % CELLS : 0);

        /* RingWriter.TryReserve, RingSender */
        do
        :: FITS -> break
        :: else ->
            load(WRITER, HEAD, known_head);
            if
            :: FITS -> break
            :: else ->
                store(WRITER, ROOM_WANTED, 1, true);
#ifndef NO_FENCE_AFTER_WANTING_ROOM
                fence(WRITER);
#endif
#ifndef NO_SECOND_LOOK_FOR_ROOM
                load(WRITER, HEAD, known_head);
                if
                :: FITS -> break
                :: else
                fi;
#endif
                atomic { writer_bell; writer_bell = false }
            fi
        od;

        /* The frame, then RingWriter.Commit */
        store(WRITER, BYTES(tail + padding), record, false);
        if
        :: size == 2 -> store(WRITER, WORD(tail + padding + 1), GARBAGE, false)
        :: else
        fi;
#ifndef NO_CLEARED_WORD
        store(WRITER, WORD(tail + padding + size), NOTHING, false);
#endif
        if
        :: padding > 0 ->
            store(WRITER, WORD(tail + padding), COMMITTED(record, size), false);
#ifdef NO_RELEASE
            store(WRITER, WORD(tail), PADDING, false)
#else
            store(WRITER, WORD(tail), PADDING, true)
#endif
        :: else ->
#ifdef NO_RELEASE
            store(WRITER, WORD(tail), COMMITTED(record, size), false)
#else
            store(WRITER, WORD(tail), COMMITTED(record, size), true)
#endif
        fi;
        tail = tail + padding + size;
        padding = 0;

        /* RingWriter.TakeWaiting */
#ifndef NO_FENCE_AFTER_COMMIT
        fence(WRITER);
#endif
        load(WRITER, WAITING, value);
        if
#ifdef NO_BELL_FOR_THE_BUSY
        :: value == BUSY
        :: value == SLEEPER ->
#else
        :: value == BUSY && CAN_WAIT(record)
        :: value != NOBODY && !(value == BUSY && CAN_WAIT(record)) ->
#endif
            exchange(WRITER, WAITING, NOBODY, value);
            if
            :: value != NOBODY -> reader_bell = true
            :: else
            fi
        :: value == NOBODY
        fi;
        announced = record;
        record++
    :: else -> break
    od
}

proctype Reader() {
    byte record = 1, head, published, value, bytes, index;
    do
    :: record <= RECORDS ->

        /* RingReader.TryPeek */
        load(READER, WORD(head), value);
        if
        :: value == PADDING ->
            assert(head % CELLS != 0);
            head = head + CELLS - head % CELLS;
            load(READER, WORD(head), value);
            assert(value != NOTHING)
        :: else
        fi;
        if
        :: value == NOTHING ->
            if
            :: skip /* It spins. */

            /* It has calls to run: RingReader.BeBusy, and a look. It may have said so before, and then only the look is left, which has just been. */
            :: load(READER, WAITING, value);
                if
                :: value == BUSY -> value = NOTHING
                :: else ->
                    store(READER, WAITING, BUSY, true);
#ifndef NO_FENCE_BEFORE_BODY
                    fence(READER);
#endif
#ifdef NO_SECOND_LOOK_BEFORE_BODY
                    value = NOTHING
#else
                    load(READER, WORD(head), value)
#endif
                fi;
                if
                :: value == NOTHING ->
                    if
                    :: atomic { reader_bell; reader_bell = false }

                    /* The body ends, which it need not do while there is something about it. */
                    :: record > announced || (record == announced && CAN_WAIT(record)) -> skip
                    fi
                :: else
                fi;

                /* RingReader.StopWaiting by another thread that reads, or it stays as it is. */
                if
                :: store(READER, WAITING, NOBODY, true)
                :: skip
                fi
            :: store(READER, WAITING, SLEEPER, true);
#ifndef NO_FENCE_BEFORE_SLEEP
                fence(READER);
#endif
#ifdef NO_SECOND_LOOK_FOR_RECORDS
                value = NOTHING;
#else
                load(READER, WORD(head), value);
#endif
                if
                :: value == NOTHING -> atomic { reader_bell; reader_bell = false }
                :: else -> store(READER, WAITING, NOBODY, true)
                fi
            fi
        :: else ->
            assert(value == COMMITTED(record, 1) || value == COMMITTED(record, 2));
            load(READER, BYTES(head), bytes);
            assert(bytes == record);

            /* RingReader.Advance */
            head = head + 1 + (value - COMMITTED(record, 1));
            record++;
            if
            :: head - published >= PUBLISH_EVERY ->
                published = head;
                store(READER, HEAD, head, true);
#ifndef NO_FENCE_AFTER_PUBLISHING
                fence(READER);
#endif
                load(READER, ROOM_WANTED, value);
                if
                :: value != 0 ->
                    exchange(READER, ROOM_WANTED, 0, value);
                    if
                    :: value != 0 -> writer_bell = true
                    :: else
                    fi
                :: else
                fi
            :: else
            fi;
            value = 0;
            bytes = 0
        fi
    :: else -> break
    od
}

init {
    atomic {
        run Buffer(WRITER);
        run Buffer(READER);
        run Writer();
        run Reader()
    }
}
