using CsCheck;
using ProcGen.Launching;

namespace ProcGen.Tests.Records;

public sealed class ProcessBudgetTests
{
    [Fact]
    public void A_whole_tree_never_has_more_processes_than_the_root_has_budget() =>
        Gen.Int[1, 400].Sample(static total => Assert.InRange(CountTree(new ProcessBudget(total, 0), 0), 1, total), iter: 30);

    [Fact]
    public void The_default_budget_allows_two_hundred_workers_of_the_root_at_once() => Assert.InRange(TakeAll(new ProcessBudget(1024, 0)).Count, 200, 1024);

    [Fact]
    public void What_was_granted_comes_back_once()
    {
        ProcessBudget budget = new(100, 0);
        ProcessBudget.Grant grant = budget.Take("a");
        Assert.Equal(100 - 1 - grant.Nested, budget.Available);

        grant.Dispose();
        grant.Dispose();

        Assert.Equal(100, budget.Available);
    }

    [Fact]
    public void A_worker_at_the_last_depth_starts_none_and_says_why()
    {
        WorkerStartException error = Assert.Throws<WorkerStartException>(static () => new ProcessBudget(100, ProcessBudget.MaximumDepth).Take("deep"));
        Assert.Contains("'deep'", error.Message, StringComparison.Ordinal);
        Assert.Contains("nest at most 3 deep", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_used_up_budget_names_the_variable_that_raises_it()
    {
        ProcessBudget budget = new(1, 0);
        budget.Take("first");
        WorkerStartException error = Assert.Throws<WorkerStartException>(() => budget.Take("second"));
        Assert.Contains("PROCGEN_PROCESS_BUDGET", error.Message, StringComparison.Ordinal);
    }

    private static List<ProcessBudget.Grant> TakeAll(ProcessBudget budget)
    {
        List<ProcessBudget.Grant> grants = [];
        while (budget.Available > 0)
        {
            grants.Add(budget.Take("w"));
        }

        return grants;
    }

    private static int CountTree(ProcessBudget budget, int depth) =>
        depth == ProcessBudget.MaximumDepth ? 0 : TakeAll(budget).Sum(grant => 1 + CountTree(new ProcessBudget(grant.Nested, depth + 1), depth + 1));
}
