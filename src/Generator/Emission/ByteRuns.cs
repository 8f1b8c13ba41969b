namespace ProcGen.Generator.Emission;

/// <summary>Splits values into runs of plain bytes, which share one call of MemoryPack's reader or writer, and single others.</summary>
internal static class ByteRuns
{
    /// <summary>MemoryPack has overloads for as many values.</summary>
    private const int MostInOneCall = 15;

    public static IEnumerable<List<T>> Split<T>(IEnumerable<T> values, Func<T, bool> isBytes)
    {
        List<T>? run = null;
        foreach (T value in values)
        {
            bool shares = isBytes(value);
            if (run is not null && (!shares || run.Count == MostInOneCall))
            {
                yield return run;
                run = null;
            }

            if (shares)
            {
                (run ??= []).Add(value);
            }
            else
            {
                yield return [value];
            }
        }

        if (run is not null)
        {
            yield return run;
        }
    }
}
