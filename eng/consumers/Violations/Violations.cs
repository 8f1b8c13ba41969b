using ProcGen;

namespace Consumer.Violations;

// Ten violations, none of which is an error of the language. eng/consume-package compares the comments with what a build prints.
public static class NotPartial // PROCGEN001
{
    [RunInProcess]
    public static int Count(int from, int to) => to - from;
}

public static partial class Shapes
{
    [RunInProcess]
    public static T[] Sort<T>(T[] items) => [.. items.Order()]; // PROCGEN002

    [RunInProcess]
    public static bool TryParse(string text, out int value) => int.TryParse(text, out value); // PROCGEN003

    public static int Outer(int year)
    {
        [RunInProcess] // PROCGEN005
        int Inner() => year * 12;

        return Inner();
    }
}

public partial class Taken // PROCGEN004
{
    public bool InProcess { get; set; }

    [RunInProcess]
    public static int Run(int value) => value;
}

public sealed partial class Idle : WorkerProcess // PROCGEN007
{
    public string Path { get; set; } = "";
}

public sealed record Batch(string Name, IEnumerable<int> Rows);

public static partial class Crossing
{
    [RunInProcess]
    public static int Count(System.Collections.ArrayList files) => files.Count; // PROCGEN020

    [RunInProcess]
    public static int Lazy(Batch batch) => batch.Rows.Count(); // PROCGEN024

    [RunInProcess]
    public static long Bound(System.Net.Sockets.Socket content) => content.Available; // PROCGEN028

    [RunInProcess]
    public static int Fine(int value) => value + 1;

    public static void Forget()
    {
        InProcess.Fine(1); // PROCGEN040
    }
}
