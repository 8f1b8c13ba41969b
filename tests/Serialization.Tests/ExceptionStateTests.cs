namespace ProcGen.Serialization.Tests;

/// <summary>Exceptions with state of their own, which cross whole where they are declared as themselves.</summary>
public sealed class ExceptionStateTests
{
    [Fact]
    public void An_exception_with_state_crosses_whole_and_no_constructor_of_its_own_runs()
    {
        int made = OrderException.Made;
        var error = new OrderException(7, new Job("seven", 1), new TimeoutException("inner")) { Data = { ["k"] = 5 }, HelpLink = "help", Source = "source" };
        OrderException copy = RoundTrip.Run(Failures.InProcess.Order(error))!;
        Assert.Equal((7, "seven", "Order 7 failed."), (copy.Number, copy.Job.Name, copy.Message));
        Assert.Equal("inner", Assert.IsType<TimeoutException>(copy.InnerException).Message);
        Assert.Equal((5, "help", "source", error.HResult), (copy.Data["k"], copy.HelpLink, copy.Source, copy.HResult));
        Assert.Equal(made + 1, OrderException.Made);
        Assert.Null(RoundTrip.Run(Failures.InProcess.Order(null)));
    }

    [Fact]
    public void Its_stack_trace_crosses_and_it_can_be_thrown_again()
    {
        OrderException thrown = Assert.Throws<OrderException>(Throw);
        OrderException copy = RoundTrip.Run(Failures.InProcess.Order(thrown))!;
        Assert.StartsWith(thrown.StackTrace!, copy.StackTrace, StringComparison.Ordinal);
        Assert.Contains(nameof(Throw), copy.StackTrace, StringComparison.Ordinal);
        OrderException again = Assert.Throws<OrderException>(() => ThrowAgain(copy));
        Assert.Equal(1, again.Number);
        Assert.Contains(nameof(Throw), again.StackTrace, StringComparison.Ordinal);
        Assert.Contains(nameof(ThrowAgain), again.StackTrace, StringComparison.Ordinal);

        static void Throw() => throw new OrderException(1, new Job("j", 1), null);
        static void ThrowAgain(Exception e) => throw e;
    }

    [Fact]
    public void It_crosses_inside_other_types_and_with_private_state_of_its_base_classes()
    {
        var report = new FailureReport { Failures = [new DetailedOrderException("detail"), null] };
        FailureReport copy = RoundTrip.Run(Failures.InProcess.Report(report));
        Assert.Equal(("detail", -1, "Order -1 failed."), (copy.Failures[0]!.Detail, copy.Failures[0]!.Number, copy.Failures[0]!.Message));
        Assert.Null(copy.Failures[1]);
    }

    [Fact]
    public void The_parameters_name_of_an_argument_exception_crosses()
    {
        RangeException copy = RoundTrip.Run(Failures.InProcess.Range(new RangeException("from", 3)))!;
        Assert.Equal(("from", 3), (copy.ParamName, copy.Limit));
        Assert.Equal(new RangeException("from", 3).Message, copy.Message);
    }

    [Fact]
    public void An_exception_of_a_derived_type_is_refused_and_a_known_one_is_not()
    {
        var e = Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(Failures.InProcess.Order(new DetailedOrderException("d"))));
        Assert.Contains(nameof(DetailedOrderException), e.Message, StringComparison.Ordinal);
        OrderException copy = RoundTrip.Run(Failures.InProcess.AnyOrder(new DetailedOrderException("d")))!;
        Assert.Equal("d", Assert.IsType<DetailedOrderException>(copy).Detail);
    }
}

public class OrderException : Exception
{
    private readonly Job _job;

    public OrderException(int number, Job job, Exception? inner)
        : base($"Order {number} failed.", inner)
    {
        Number = number;
        _job = job;
        Made++;
    }

    public static int Made { get; private set; }

    public int Number { get; }

    public Job Job => _job;
}

public sealed class DetailedOrderException(string detail) : OrderException(-1, new Job("none", 0), null)
{
    public string Detail => detail;
}

public sealed class RangeException(string parameter, int limit) : ArgumentException($"At most {limit}.", parameter)
{
    public int Limit { get; } = limit;
}

public sealed class FailureReport
{
    public List<DetailedOrderException?> Failures { get; set; } = [];
}

public static partial class Failures
{
    [RunInProcess] public static OrderException? Order(OrderException? value) => value;

    [RunInProcess]
    [return: ProcessKnownTypes(typeof(DetailedOrderException))]
    public static OrderException? AnyOrder([ProcessKnownTypes(typeof(DetailedOrderException))] OrderException? value) => value;

    [RunInProcess] public static FailureReport Report(FailureReport value) => value;
    [RunInProcess] public static RangeException? Range(RangeException? value) => value;
}
