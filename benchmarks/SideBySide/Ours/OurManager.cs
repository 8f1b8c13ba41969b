using ProcGen.SideBySide.Measuring;

namespace ProcGen.SideBySide.Ours;

/// <summary>A dictionary in a manager, as an application would make it.</summary>
internal static class OurManager
{
    /// <summary>Sets and gets in turn, each of them an operation.</summary>
    public static async Task<IContestant> TimeAsync(Setting setting)
    {
        ProcessManager manager = await ProcessManager.StartAsync();
        SharedDictionary<int, int> dictionary = manager.CreateDictionary<int, int>();
        return await TimedContestant.CreateAsync(
            setting,
            operations =>
            {
                for (int i = 0; i < operations; i += 2)
                {
                    dictionary[i % 100] = i;
                    if (dictionary[i % 100] != i)
                    {
                        throw new InvalidOperationException("The dictionary has another value than it was given.");
                    }
                }

                return ValueTask.CompletedTask;
            },
            manager.DisposeAsync);
    }
}
