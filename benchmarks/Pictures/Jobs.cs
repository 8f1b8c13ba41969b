namespace ProcGen.Pictures;

/// <summary>What the workers do.</summary>
internal static partial class Jobs
{
    /// <summary>Gives the number back: all of the time is the way there and back.</summary>
    [RunInProcess]
    public static int Identity(int value) => value;

    /// <summary>Gives the bytes back.</summary>
    [RunInProcess]
    public static byte[] Echo(byte[] value) => value;
}
