namespace Diagnostics.PROCGEN021;

public static partial class Windows
{
    [RunInProcess]
    public static System.Collections.ArrayList Find(string title) => [title]; // PROCGEN021 The result of 'Windows.Find(string)' cannot cross a process boundary: its type is System.Collections.ArrayList; it is a collection of another assembly, whose items are out of sight, so it is not generated. Use a generic collection of .NET, or name a codec with [assembly: ProcessCodec(typeof(T), typeof(TCodec))].
}
