package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/heyan/heyan/internal/number"
	"github.com/heyan/heyan/internal/specimen"
)

// filing writes one filing whose parts agree with each other and with declared.json.
func filing(root string) error {
	const (
		name, host, domain = "林晓梅", "南京示例信息技术有限公司", "lanshuqin.cn"
		first              = "32019919910314002" // county 99 was never assigned; the 17th digit of a woman is even
		creditFirst        = "91320199MA1SAMP0X"
		website            = "示例信息技术"
	)
	id := first + string(number.IDCheck(first))
	credit := creditFirst + string(number.CreditCheck(creditFirst))
	front, back := specimen.IDCardSides(specimen.New(91, 0), specimen.CardOptions{Name: name, Number: id})
	form := specimen.VerificationForm(specimen.New(93, 0), specimen.FormOptions{Host: host, Domains: []string{domain}, Signature: name, Layout: 2})
	certificate := specimen.DomainCertificate(specimen.New(94, 0), specimen.CertificateOptions{Domain: domain, Owner: host, Layout: 4})
	dir := filepath.Join(root, "filing")
	for _, s := range []shot{
		{"id_card_portrait", upright(91, front).Image},
		{"id_card_emblem", upright(92, back).Image},
		{"verification_form", upright(93, form).Image},
		{"domain_certificate", upright(94, certificate).Image},
	} {
		if err := s.write(dir); err != nil {
			return err
		}
	}
	photo, err := os.ReadFile(filepath.Join(root, "files", "backdrop_photo", "good.jpg"))
	if err != nil {
		return fmt.Errorf("read the photo: %w", err)
	}
	if err := save(filepath.Join(dir, "backdrop_photo.jpg"), photo); err != nil {
		return err
	}
	type object = map[string]any
	person := object{"name": name, "document_kind": "id_card", "document_number": id}
	contact := object{
		"name": name, "document_kind": "id_card", "document_number": id,
		"mobile": "19900000001", "emergency_mobile": "19900000002", "email": "webmaster@" + domain,
	}
	declared, err := json.MarshalIndent(object{
		"province": "32", "provider": "aliyun", "channel": "pc", "photo_mode": "backdrop", "filing_type": "first",
		"submitted_on": "2026-11-23",
		"host": object{
			"nature": "enterprise", "name": host, "document_kind": "business_license", "document_number": credit,
			"address": "江苏省南京市玄武区样本路1号", "contact_address": "江苏省南京市玄武区样本路1号",
		},
		"legal_representative": person, "main": contact, "site_responsible": contact,
		"websites": []object{{"name": website, "domains": []string{domain}, "registrar": certificate.Fields["registrar"].Value, "content": "单位门户网站", "languages": []string{"中文"}}},
		"existing": object{"websites": 0, "domains": 0},
	}, "", "  ")
	if err != nil {
		return fmt.Errorf("write declared.json: %w", err)
	}
	return save(filepath.Join(dir, "declared.json"), append(declared, '\n'))
}
