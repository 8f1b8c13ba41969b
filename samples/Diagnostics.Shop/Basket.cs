namespace Shop;

/// <summary>Carries its customer in public, and its discount not.</summary>
public sealed class Basket
{
    private int _discount;

    public string Customer { get; set; } = "";

    public void GrantDiscount(int percent) => _discount = percent;

    public decimal Apply(decimal price) => price * (100 - _discount) / 100;
}
