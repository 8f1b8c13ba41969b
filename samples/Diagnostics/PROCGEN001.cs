namespace Diagnostics.PROCGEN001;

public static class Primes // PROCGEN001 'Primes' is not partial, so the marked methods in it get no stubs. Declare 'Primes' partial.
{
    [RunInProcess]
    public static int Count(int from, int to) => to - from;
}
