using System.Globalization;
using System.Text;

namespace ProcGen.Benchmarks.Generator;

/// <summary>The solution that is measured: 1,000 marked methods in 300 files of about 150 lines, as an application of some size has them.</summary>
internal static class SampleSolution
{
    public const int Files = 300;
    public const int Methods = 1_000;

    /// <summary>A file without a marked method, which is edited.</summary>
    public const string UnrelatedName = "Unrelated.cs";

    public static string Unrelated(int edit) => Format($$"""
        namespace Sample;

        internal static class Unrelated
        {
            public static int Value(int seed)
            {
                int value = seed + {{edit}};
                return value * 17;
            }
        }
        """);

    /// <summary>The files by name.</summary>
    public static IEnumerable<(string Name, string Text)> Sources()
    {
        yield return ("Usings.cs", "global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading; global using System.Threading.Tasks; global using ProcGen;\n");
        yield return (UnrelatedName, Unrelated(0));
        for (int i = 0; i < Files; i++)
        {
            yield return ($"Service{i:D3}.cs", Service(i, edit: 0));
        }
    }

    /// <summary>One file: a record that crosses, a class with three or four marked methods, and what surrounds them. An edit changes a body.</summary>
    public static string Service(int index, int edit)
    {
        var text = new StringBuilder();
        text.Append(Format($$"""
            namespace Sample.Area{{index % 20}};

            /// <summary>An order of service {{index}}.</summary>
            public sealed record Order{{index}}(int Id, string Customer, double Total, IReadOnlyList<Line{{index}}> Lines);

            public sealed class Line{{index}}
            {
                public required string Article { get; init; }
                public int Count { get; set; }
                public decimal Price { get; set; }
                public DateTimeOffset? Due { get; set; }
            }

            public sealed partial class Service{{index}}
            {
                private readonly Dictionary<int, Order{{index}}> _orders = [];

                [RunInProcess]
                public static double Total(Order{{index}}[] orders, CancellationToken cancellationToken = default)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    return orders.Sum(order => order.Total) + {{edit}};
                }

                [RunInProcess]
                public static Order{{index}}? Find(IReadOnlyList<Order{{index}}> orders, string customer, int minimum = 1) =>
                    orders.FirstOrDefault(order => order.Customer == customer && order.Lines.Count >= minimum);

                [RunInProcess]
                internal static async Task<int> CountAsync(IEnumerable<Line{{index}}> lines, IProgress<int>? progress = null)
                {
                    int count = 0;
                    foreach (Line{{index}} line in lines)
                    {
                        count += line.Count;
                        progress?.Report(count);
                    }

                    await Task.Yield();
                    return count;
                }

            """)).Append('\n');

        // 200 files have three, 100 have four.
        if (index % 3 == 0)
        {
            text.Append(Format($$"""

                    [RunInProcess]
                    private static Dictionary<string, double> ByCustomer(List<Order{{index}}> orders) =>
                        orders.GroupBy(order => order.Customer).ToDictionary(group => group.Key, group => group.Sum(order => order.Total));

                """)).Append('\n');
        }

        for (int member = 0; member < 12; member++)
        {
            text.Append(Format($$"""

                    /// <summary>Ordinary code, of which there is more.</summary>
                    public string Describe{{member}}(int id)
                    {
                        if (!_orders.TryGetValue(id, out Order{{index}}? order))
                        {
                            return "no order " + id.ToString(System.Globalization.CultureInfo.InvariantCulture);
                        }

                        var articles = order.Lines.Where(line => line.Count > {{member}}).Select(line => line.Article).ToList();
                        return string.Join(", ", articles) + order.Customer.Length;
                    }
                """)).Append('\n');
        }

        return text.Append("}\n").ToString();
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
