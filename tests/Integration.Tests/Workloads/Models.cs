using ProcGen;
using ProcGen.CompilerServices;
using ProcGen.Tests.Workloads;

[assembly: ProcessCodec(typeof(Model), typeof(ModelCodec))]

namespace ProcGen.Tests.Workloads;

/// <summary>Something large that is read seldom. Knows how often one was read in this process.</summary>
public sealed record Model(int[] Weights)
{
    public static int Reads;
    public static int Writes;
}

/// <summary>Counts.</summary>
public sealed class ModelCodec : IProcessCodec<Model>
{
    public static void Write(ref PayloadWriter writer, Model? value)
    {
        Interlocked.Increment(ref Model.Writes);
        writer.Writer.WriteUnmanagedArray(value!.Weights);
    }

    public static Model? Read(ref PayloadReader reader)
    {
        Interlocked.Increment(ref Model.Reads);
        return new Model(reader.Reader.ReadUnmanagedArray<int>()!);
    }
}

/// <summary>A value that is sent once and refers to something shared.</summary>
public sealed record Settings(string Name, SharedValue<int> Uses);

/// <summary>Bodies that get what is sent once.</summary>
public static partial class Models
{
    /// <returns>A weight, and how often a model was read in this process.</returns>
    [RunInProcess]
    public static (int Weight, int Reads) Weigh(Shared<Model> model, int index)
    {
#pragma warning disable PROCGEN060 // The number of this worker is what is asked for.
        return (model.Value.Weights[index], Model.Reads);
#pragma warning restore PROCGEN060
    }

    /// <returns>An item, and which object the array is in this process.</returns>
    [RunInProcess]
    public static (int Item, int Identity) Look([Shared] int[]? table, int index) =>
        table is null ? (-1, 0) : (table[index], System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(table));

    [RunInProcess]
    public static string Use(Shared<Settings> settings)
    {
        settings.Value.Uses.Add(1);
        return settings.Value.Name;
    }

    /// <summary>Has a worker of its own weigh it.</summary>
    [RunInProcess]
    public static async Task<int> WeighInWorkerAsync(Shared<Model> model, int index) => (await InProcess.Weigh(model, index)).Weight;
}
